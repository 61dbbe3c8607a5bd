//! Differences between the declarations and one of Clerk's `OpenAPI` files.

pub mod allowed;
mod compare;
pub mod difference;
mod example;
pub mod report;
pub mod responses;
pub mod settle;
pub(crate) mod value;

use clerk_invite::EndpointInfo;

use crate::drift::allowed::Allowed;
use crate::drift::report::Report;
use crate::drift::responses::Declared;
use crate::openapi::Contract;

/// Compares declarations with the contract: requests and responses.
#[must_use]
pub fn drift(declared: &[Declared], contract: &Contract, allowed: &[Allowed]) -> Report {
    let infos: Vec<_> = declared.iter().map(|declared| declared.info.clone()).collect();
    let mut differences = compare::compare(&infos, &contract.operations);
    differences.extend(responses::compare(declared, &contract.operations));
    Report::new(differences, allowed)
}

/// Compares the requests of declarations with the contract.
#[must_use]
pub fn requests(declared: &[EndpointInfo], contract: &Contract, allowed: &[Allowed]) -> Report {
    Report::new(compare::compare(declared, &contract.operations), allowed)
}

/// Returns the declarations of `clerk-invite`.
#[must_use]
pub fn declared() -> Vec<Declared> {
    fn of<E: clerk_invite::Endpoint>() -> Declared {
        Declared::of::<E>()
    }
    clerk_invite::__declarations!(of).into()
}

//! Differences between the declarations and one of Clerk's `OpenAPI` files.

pub mod allowed;
mod compare;
pub mod difference;
pub mod report;
pub(crate) mod value;

use clerk_invite::EndpointInfo;

use crate::drift::allowed::Allowed;
use crate::drift::report::Report;
use crate::openapi::Contract;

/// Compares declarations with the contract.
#[must_use]
pub fn drift(declared: &[EndpointInfo], contract: &Contract, allowed: &[Allowed]) -> Report {
    Report::new(compare::compare(declared, &contract.operations), allowed)
}

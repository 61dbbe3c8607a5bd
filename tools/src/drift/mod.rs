//! Differences between the declarations and one of Clerk's `OpenAPI` files.

pub mod allowed;
pub mod compare;
pub mod report;

use clerk_invite::EndpointInfo;

use crate::drift::allowed::Allowed;
use crate::drift::report::Report;
use crate::openapi;

/// Compares the declarations with the text of an `OpenAPI` file.
///
/// # Errors
///
/// If the text is not an `OpenAPI` file, or refers to something that it does not hold.
pub fn drift(declared: &[EndpointInfo], file: &str, allowed: &[Allowed]) -> Result<Report, String> {
    let operations = openapi::read(file)?;
    Ok(Report::new(compare::compare(declared, &operations), allowed))
}

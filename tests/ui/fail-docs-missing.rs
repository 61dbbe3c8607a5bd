#![deny(missing_docs)]
//! An item without docs is shown at its name.

use clerk_invite::{endpoint, params};

#[endpoint(GET, "/things")]
#[returns(())]
pub struct GetThings {}

#[params]
pub struct Thing {
    /// Its name.
    pub name: String,
}

fn main() {}

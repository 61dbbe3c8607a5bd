//! The functions that serve the operations.

use crate::fake::operation::{Operation, with_operations};
use crate::fake::operations::call::{Call, Reply};
use crate::fake::operations::{invitations, organization_invitations, users, waitlist_entries};
use crate::fake::store::state::State;

macro_rules! define_serve {
    ($($name:ident: $method:ident $path:literal $body:ident => $module:ident::$serve:ident;)*) => {
        /// Carries out an operation.
        pub(crate) fn serve(operation: Operation, state: &mut State, call: &Call<'_>) -> Reply {
            match operation {
                $(Operation::$name => $module::$serve(state, call),)*
            }
        }
    };
}

with_operations!(define_serve);

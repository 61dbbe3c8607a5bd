//! The differences that are meant, each with its reason.

use super::compare::{Difference, Kind};

/// A difference that is meant.
pub(crate) struct Allowed {
    /// The name of the declaration; `*` for all.
    pub(crate) operation: &'static str,
    /// The parameter, by its own name.
    pub(crate) parameter: &'static str,
    pub(crate) kind: Kind,
    pub(crate) reason: &'static str,
}

impl Allowed {
    pub(crate) fn covers(&self, difference: &Difference) -> bool {
        let name = difference.parameter.rsplit('.').next().unwrap_or_default();
        (self.operation == "*" || self.operation == difference.operation)
            && self.parameter == name
            && self.kind == difference.kind
    }
}

const fn null(parameter: &'static str, reason: &'static str) -> Allowed {
    Allowed { operation: "*", parameter, kind: Kind::Nullable, reason }
}

const fn several(operation: &'static str) -> Allowed {
    let reason = "the description says several values, the schema one; Clerk's SDK repeats the key";
    Allowed { operation, parameter: "status", kind: Kind::List, reason }
}

/// One line each. One that no longer covers anything is reported, too.
pub(crate) const ALLOWED: &[Allowed] = &[
    null("notify", "null means its default, as leaving it out does"),
    null("ignore_existing", "null means its default, as leaving it out does"),
    null("expires_in_days", "null means its default, as leaving it out does"),
    null(
        "public_metadata",
        "null means none, as leaving it out does; not nullable for one invitation",
    ),
    null("private_metadata", "null means none, as leaving it out does"),
    null(
        "redirect_url",
        "null means none, as leaving it out does; not nullable for one invitation",
    ),
    null(
        "inviter_user_id",
        "null means nobody, as leaving it out does; Clerk's SDK has it required",
    ),
    null("requesting_user_id", "null means nobody, as leaving it out does"),
    several("ListOrganizationInvitations"),
    several("ListInstanceOrganizationInvitations"),
    several("ListUserOrganizationInvitations"),
];

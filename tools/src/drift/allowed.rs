//! The differences that are meant, each with its reason.

use crate::drift::difference::{Difference, Kind};

/// A difference that is meant.
pub struct Allowed {
    /// The name of the declaration.
    pub operation: &'static str,
    /// The parameter, as a path such as `[].role`; empty for the whole body.
    pub parameter: &'static str,
    /// In which respect.
    pub kind: Kind,
    /// The reason.
    pub reason: &'static str,
}

impl Allowed {
    /// Returns whether this line explains the difference.
    #[must_use]
    pub fn covers(&self, difference: &Difference) -> bool {
        self.operation == difference.operation
            && self.parameter == difference.parameter
            && self.kind == difference.kind
    }
}

const DEFAULT: &str = "null means its default, as leaving it out does";
const NONE: &str = "null means none, as leaving it out does";

const fn null(operation: &'static str, parameter: &'static str, reason: &'static str) -> Allowed {
    Allowed { operation, parameter, kind: Kind::Nullable, reason }
}

const fn several(operation: &'static str) -> Allowed {
    let reason = "the description says several values, the schema one; Clerk's SDK repeats the key";
    Allowed { operation, parameter: "status", kind: Kind::List, reason }
}

const fn always(operation: &'static str) -> Allowed {
    let reason = "the schema lets the body be left out, its description says required parameters";
    Allowed { operation, parameter: "", kind: Kind::Required, reason }
}

/// One line each. One that no longer covers anything is reported, too.
pub const ALLOWED: &[Allowed] = &[
    null("CreateInvitation", "notify", DEFAULT),
    null("CreateInvitation", "ignore_existing", DEFAULT),
    null("CreateInvitation", "expires_in_days", DEFAULT),
    null("CreateInvitationBulk", "[].notify", DEFAULT),
    null("CreateInvitationBulk", "[].ignore_existing", DEFAULT),
    null("CreateInvitationBulk", "[].expires_in_days", DEFAULT),
    null("CreateInvitationBulk", "[].public_metadata", NONE),
    null("CreateInvitationBulk", "[].redirect_url", NONE),
    always("CreateInvitationBulk"),
    null("CreateOrganizationInvitation", "notify", DEFAULT),
    null("CreateOrganizationInvitation", "expires_in_days", DEFAULT),
    null("CreateOrganizationInvitation", "public_metadata", NONE),
    null("CreateOrganizationInvitation", "private_metadata", NONE),
    null("CreateOrganizationInvitation", "redirect_url", NONE),
    null("CreateOrganizationInvitation", "inviter_user_id", NONE),
    null("CreateOrganizationInvitationBulk", "[].notify", DEFAULT),
    null("CreateOrganizationInvitationBulk", "[].expires_in_days", DEFAULT),
    null("CreateOrganizationInvitationBulk", "[].public_metadata", NONE),
    null("CreateOrganizationInvitationBulk", "[].private_metadata", NONE),
    null("CreateOrganizationInvitationBulk", "[].redirect_url", NONE),
    null(
        "CreateOrganizationInvitationBulk",
        "[].inviter_user_id",
        "null means nobody, as leaving it out does; Clerk's SDK has it required and nullable",
    ),
    null("CreateWaitlistEntry", "notify", DEFAULT),
    null("CreateWaitlistEntryBulk", "[].notify", DEFAULT),
    always("CreateWaitlistEntryBulk"),
    Allowed {
        operation: "DeleteInvitation",
        parameter: "",
        kind: Kind::NoSuchOperation,
        reason: "Clerk's JavaScript SDK 3.25.0 has it; the OpenAPI file does not list it yet",
    },
    null("InviteWaitlistEntry", "ignore_existing", DEFAULT),
    null("RevokeOrganizationInvitation", "requesting_user_id", NONE),
    several("ListInstanceOrganizationInvitations"),
    several("ListOrganizationInvitations"),
];

//! The fields of each operation's items: names, types, nullability, ranges, defaults.

use crate::fake::refusals::Problem;
use crate::fake::requests::fields::{Fields, Null};
use crate::fake::rule::{Rule, Rules};
use crate::values::metadata::Metadata;

const DEFAULT_EXPIRES_IN_DAYS: i64 = 30;
const TEMPLATE_SLUGS: [&str; 2] = ["invitation", "waitlist_invitation"];

pub(crate) struct InvitationParams {
    pub(crate) email_address: String,
    pub(crate) public_metadata: Metadata,
    pub(crate) ignore_existing: bool,
    pub(crate) expires_in_days: i64,
}

pub(crate) struct OrganizationInvitationParams {
    pub(crate) email_address: String,
    pub(crate) role: String,
    pub(crate) inviter_user_id: Option<String>,
    pub(crate) public_metadata: Metadata,
    pub(crate) private_metadata: Metadata,
    pub(crate) expires_in_days: i64,
}

pub(crate) struct WaitlistEntryParams {
    pub(crate) email_address: String,
}

impl InvitationParams {
    /// Returns the invitation of a waitlist entry, with defaults for all other fields.
    pub(crate) fn to(email_address: String, ignore_existing: bool) -> Self {
        Self {
            email_address,
            public_metadata: Metadata::default(),
            ignore_existing,
            expires_in_days: DEFAULT_EXPIRES_IN_DAYS,
        }
    }

    /// Reads an item. `null` applies to the two fields that the single and the bulk operation treat
    /// differently.
    pub(crate) fn read(fields: &mut Fields, null: Null, rules: &Rules) -> Option<Self> {
        let email_address = fields.email_address();
        let public_metadata = fields.metadata("public_metadata", null, rules);
        fields.check_redirect_url(null);
        let _: Option<bool> = fields.optional("notify", Null::Allowed);
        let ignore_existing = fields.optional("ignore_existing", Null::Allowed);
        let expires_in_days = expires_in_days(fields);
        check_template_slug(fields);
        fields.refuse_unknown();
        Some(Self {
            email_address: email_address?,
            public_metadata: public_metadata.unwrap_or_default(),
            ignore_existing: ignore_existing.unwrap_or_default(),
            expires_in_days,
        })
    }
}

impl OrganizationInvitationParams {
    /// Reads an item. Unlike an invitation to the application, it may have unknown fields.
    pub(crate) fn read(fields: &mut Fields, rules: &Rules) -> Option<Self> {
        let email_address = fields.email_address();
        let role = role(fields, rules);
        let inviter_user_id = fields.optional("inviter_user_id", Null::Allowed);
        let public_metadata = fields.metadata("public_metadata", Null::Allowed, rules);
        let private_metadata = fields.metadata("private_metadata", Null::Allowed, rules);
        fields.check_redirect_url(Null::Allowed);
        let _: Option<bool> = fields.optional("notify", Null::Allowed);
        let expires_in_days = expires_in_days(fields);
        Some(Self {
            email_address: email_address?,
            role: role?,
            inviter_user_id,
            public_metadata: public_metadata.unwrap_or_default(),
            private_metadata: private_metadata.unwrap_or_default(),
            expires_in_days,
        })
    }
}

impl WaitlistEntryParams {
    /// Reads a single entry, which may have unknown fields.
    pub(crate) fn read(fields: &mut Fields) -> Option<Self> {
        let email_address = fields.email_address();
        let _: Option<bool> = fields.optional("notify", Null::Allowed);
        Some(Self { email_address: email_address? })
    }

    /// Reads an item of a list, which may not.
    pub(crate) fn read_item(fields: &mut Fields) -> Option<Self> {
        let params = Self::read(fields);
        fields.refuse_unknown();
        params
    }
}

fn role(fields: &mut Fields, rules: &Rules) -> Option<String> {
    let role: String = fields.required("role")?;
    let key = role.strip_prefix("org:");
    let is_key = if rules.enforced(Rule::RolePrefix) {
        key.is_some_and(|key| !key.is_empty())
    } else {
        !role.is_empty()
    };
    if !is_key {
        fields.problem("role", Problem::ValueInvalid);
    }
    Some(role)
}

fn expires_in_days(fields: &mut Fields) -> i64 {
    let name = "expires_in_days";
    let days = fields.optional(name, Null::Allowed).unwrap_or(DEFAULT_EXPIRES_IN_DAYS);
    if !(1..=365).contains(&days) {
        fields.problem(name, Problem::ValueInvalid);
    }
    days
}

fn check_template_slug(fields: &mut Fields) {
    let name = "template_slug";
    let slug: Option<String> = fields.optional(name, Null::Refused);
    if slug.is_some_and(|slug| !TEMPLATE_SLUGS.contains(&slug.as_str())) {
        fields.problem(name, Problem::ValueInvalid);
    }
}

//! Users, memberships and the instance, field by field. Times are Unix milliseconds.

use serde::Serialize;

use crate::fake::operations::responses::{
    image_url, organization_name, organization_slug, role_name,
};
use crate::fake::store::people;
use crate::values::metadata::Metadata;
use crate::values::timestamp::Timestamp;

/// A user with one verified address, without a name, a password or a second factor.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "Clerk's object has these flags")]
pub(crate) struct User<'a> {
    object: &'static str,
    id: &'a str,
    username: Option<&'a str>,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    image_url: String,
    has_image: bool,
    primary_email_address_id: String,
    primary_phone_number_id: Option<&'a str>,
    primary_web3_wallet_id: Option<&'a str>,
    password_enabled: bool,
    two_factor_enabled: bool,
    totp_enabled: bool,
    backup_code_enabled: bool,
    email_addresses: [EmailAddress<'a>; 1],
    phone_numbers: [(); 0],
    web3_wallets: [(); 0],
    passkeys: [(); 0],
    external_accounts: [(); 0],
    saml_accounts: [(); 0],
    enterprise_accounts: [(); 0],
    public_metadata: &'a Metadata,
    private_metadata: Metadata,
    unsafe_metadata: Metadata,
    external_id: Option<&'a str>,
    last_sign_in_at: Option<Timestamp>,
    banned: bool,
    locked: bool,
    lockout_expires_in_seconds: Option<u64>,
    verification_attempts_remaining: Option<u64>,
    delete_self_enabled: bool,
    create_organization_enabled: bool,
    last_active_at: Option<Timestamp>,
    mfa_enabled_at: Option<Timestamp>,
    mfa_disabled_at: Option<Timestamp>,
    legal_accepted_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> User<'a> {
    pub(crate) fn of(user: &'a people::User) -> Self {
        let address = EmailAddress::of(user);
        Self {
            object: "user",
            id: &user.id,
            username: None,
            first_name: None,
            last_name: None,
            image_url: image_url(&user.id),
            has_image: false,
            primary_email_address_id: address.id.clone(),
            primary_phone_number_id: None,
            primary_web3_wallet_id: None,
            password_enabled: false,
            two_factor_enabled: false,
            totp_enabled: false,
            backup_code_enabled: false,
            email_addresses: [address],
            phone_numbers: [],
            web3_wallets: [],
            passkeys: [],
            external_accounts: [],
            saml_accounts: [],
            enterprise_accounts: [],
            public_metadata: &user.public_metadata,
            private_metadata: Metadata::default(),
            unsafe_metadata: Metadata::default(),
            external_id: None,
            last_sign_in_at: None,
            banned: false,
            locked: false,
            lockout_expires_in_seconds: None,
            verification_attempts_remaining: None,
            delete_self_enabled: true,
            create_organization_enabled: true,
            last_active_at: None,
            mfa_enabled_at: None,
            mfa_disabled_at: None,
            legal_accepted_at: None,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "Clerk's name")]
struct EmailAddress<'a> {
    object: &'static str,
    id: String,
    email_address: &'a str,
    reserved: bool,
    verification: Verification,
    linked_to: [(); 0],
    matches_sso_connection: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct Verification {
    object: &'static str,
    status: &'static str,
    strategy: &'static str,
    attempts: Option<u64>,
    expire_at: Option<Timestamp>,
}

impl<'a> EmailAddress<'a> {
    fn of(user: &'a people::User) -> Self {
        Self {
            object: "email_address",
            id: user.id.replacen("user_", "idn_", 1),
            email_address: &user.email_address,
            reserved: false,
            verification: Verification {
                object: "verification_ticket",
                status: "verified",
                strategy: "ticket",
                attempts: None,
                expire_at: None,
            },
            linked_to: [],
            matches_sso_connection: false,
            created_at: user.created_at,
            updated_at: user.created_at,
        }
    }
}

/// A membership with its organization and the public part of its user.
#[derive(Serialize)]
pub(crate) struct Membership<'a> {
    object: &'static str,
    id: &'a str,
    role: &'a str,
    role_name: String,
    permissions: [&'static str; 0],
    public_metadata: &'a Metadata,
    private_metadata: &'a Metadata,
    organization: Organization<'a>,
    public_user_data: PublicUserData<'a>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> Membership<'a> {
    pub(crate) fn of(people: &'a people::People, membership: &'a people::Membership) -> Self {
        let user = people.user_of(membership);
        Self {
            object: "organization_membership",
            id: &membership.id,
            role: &membership.role,
            role_name: role_name(&membership.role),
            permissions: [],
            public_metadata: &membership.public_metadata,
            private_metadata: &membership.private_metadata,
            organization: Organization::of(
                &membership.organization_id,
                people.organization(&membership.organization_id).unwrap_or(membership.created_at),
            ),
            public_user_data: PublicUserData {
                user_id: &user.id,
                first_name: None,
                last_name: None,
                profile_image_url: image_url(&user.id),
                image_url: image_url(&user.id),
                has_image: false,
                identifier: &user.email_address,
                username: None,
                banned: false,
            },
            created_at: membership.created_at,
            updated_at: membership.created_at,
        }
    }
}

#[derive(Serialize)]
struct Organization<'a> {
    object: &'static str,
    id: &'a str,
    name: String,
    slug: String,
    image_url: String,
    has_image: bool,
    max_allowed_memberships: u64,
    admin_delete_enabled: bool,
    public_metadata: Metadata,
    private_metadata: Metadata,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> Organization<'a> {
    fn of(id: &'a str, created_at: Timestamp) -> Self {
        Self {
            object: "organization",
            id,
            name: organization_name(id),
            slug: organization_slug(id),
            image_url: image_url(id),
            has_image: false,
            // Zero is no limit.
            max_allowed_memberships: 0,
            admin_delete_enabled: true,
            public_metadata: Metadata::default(),
            private_metadata: Metadata::default(),
            created_at,
            updated_at: created_at,
        }
    }
}

#[derive(Serialize)]
struct PublicUserData<'a> {
    user_id: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    profile_image_url: String,
    image_url: String,
    has_image: bool,
    identifier: &'a str,
    username: Option<&'a str>,
    banned: bool,
}

#[derive(Serialize)]
pub(crate) struct TotalCount {
    object: &'static str,
    total_count: usize,
}

impl TotalCount {
    pub(crate) fn of(total_count: usize) -> Self {
        Self { object: "total_count", total_count }
    }
}

#[derive(Serialize)]
pub(crate) struct Instance<'a> {
    object: &'static str,
    id: &'a str,
    environment_type: &'static str,
    allowed_origins: Option<[(); 0]>,
    workspace_id: Option<&'static str>,
}

impl<'a> Instance<'a> {
    pub(crate) fn of(id: &'a str) -> Self {
        Self {
            object: "instance",
            id,
            environment_type: "development",
            allowed_origins: None,
            workspace_id: None,
        }
    }
}

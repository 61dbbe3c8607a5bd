//! Organizations: their domains, members and roles.

use clerk_invite::serde::{Deserialize, Serialize, Serializer};
use clerk_invite::{endpoint, OrganizationId, Page, Timestamp, UserId};

/// The way in which people with an address of a domain join its organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnrollmentMode {
    /// Somebody invites them.
    Manual,
    /// They are invited when they sign up.
    Automatic,
    /// It is suggested to them when they sign up.
    Suggestion,
}

impl EnrollmentMode {
    fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual_invitation",
            Self::Automatic => "automatic_invitation",
            Self::Suggestion => "automatic_suggestion",
        }
    }
}

/// Several modes in one query parameter, with commas between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrollmentModes(pub Vec<EnrollmentMode>);

impl Serialize for EnrollmentModes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let modes: Vec<_> = self.0.iter().map(|mode| mode.as_str()).collect();
        serializer.serialize_str(&modes.join(","))
    }
}

/// A domain whose people belong to an organization.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct OrganizationDomain {
    /// Its id: `orgdmn_…`.
    pub id: String,
    /// The organization.
    pub organization_id: OrganizationId,
    /// The domain.
    pub name: String,
    /// The time of its creation.
    pub created_at: Timestamp,
}

/// Finds domains of all organizations.
///
/// Operation `ListAllOrganizationDomains`.
#[endpoint(GET, "/organization_domains")]
#[returns(Page<OrganizationDomain>)]
pub struct ListAllOrganizationDomains {
    /// Only those of this organization.
    pub organization_id: Option<OrganizationId>,
    /// Only those that are verified, or that are not.
    pub verified: Option<bool>,
    /// Only those with one of these modes.
    pub enrollment_mode: Option<EnrollmentModes>,
    /// Only these.
    pub domains: Option<Vec<String>>,
    /// `name` or `created_at`, with a `-` in front for descending.
    pub order_by: Option<String>,
    /// The page size: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u16>,
    /// The number of entries to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}

/// Somebody's place in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Membership {
    /// Its id: `orgmem_…`.
    pub id: String,
    /// The key of the role.
    pub role: String,
}

/// Lists the members of an organization.
///
/// Operation `ListOrganizationMemberships`.
#[endpoint(GET, "/organizations/{organization_id}/memberships")]
#[returns(Page<Membership>)]
pub struct ListOrganizationMemberships {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Only these users.
    pub user_id: Option<Vec<UserId>>,
    /// Only those with one of these roles.
    pub role: Option<Vec<String>>,
    /// The order. If not set, `-created_at`.
    pub order_by: Option<String>,
    /// The page size: 1 to 500. If not set, 10.
    #[range(min = 1, max = 500)]
    pub limit: Option<u16>,
    /// The number of entries to skip. If not set, none.
    #[range(min = 0)]
    pub offset: Option<u32>,
}

/// The kind of a role set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "clerk_invite::serde", rename_all = "snake_case")]
pub enum RoleSetType {
    /// That of new organizations.
    Initial,
    /// Any other.
    Custom,
}

/// The roles that an organization can use.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct RoleSet {
    /// Its id.
    pub id: String,
    /// Its key.
    pub key: String,
    /// Its kind.
    pub r#type: RoleSetType,
}

/// Makes a set of roles.
///
/// Operation `CreateRoleSet`.
#[endpoint(POST, "/role_sets")]
#[returns(RoleSet)]
pub struct CreateRoleSet {
    /// Its name.
    pub name: String,
    /// The role of new members.
    pub default_role_key: String,
    /// The role of an organization's creator.
    pub creator_role_key: String,
    /// The keys of its roles: 1 to 10.
    #[range(min = 1, max = 10)]
    pub roles: Vec<String>,
    /// Its key. If not set, made from the name.
    pub key: Option<String>,
    /// Its purpose, in words.
    pub description: Option<String>,
    /// Its kind. If not set, custom.
    pub r#type: Option<RoleSetType>,
}

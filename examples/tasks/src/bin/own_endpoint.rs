//! An endpoint that `clerk-invite` does not have, declared and called: it makes an organization, whose
//! administrator is then invited.
//!
//! ```sh
//! cargo run -p example-tasks --bin own_endpoint
//! ```
//!
//! The grammar is in the docs of `#[endpoint]`. A mistake in a declaration is a compile error at the
//! word that is wrong.

use clerk_invite::serde::Deserialize;
use clerk_invite::{
    Client, Error, FakeClerk, Metadata, NewOrganizationInvitation, OrganizationId, Timestamp,
    UserId, endpoint, json,
};

/// Creates an organization.
///
/// Operation `CreateOrganization` of the Backend API.
#[endpoint(POST, "/organizations")]
#[returns(Organization)]
pub struct CreateOrganization {
    /// Its name.
    pub name: String,
    /// The user who becomes its first administrator.
    pub created_by: Option<UserId>,
    /// The part of its URLs that names it.
    pub slug: Option<String>,
    /// Metadata that only the backend can read.
    pub private_metadata: Option<Metadata>,
    /// The maximum number of members. 0 is no maximum.
    #[range(min = 0)]
    pub max_allowed_memberships: Option<i64>,
}

/// An organization. Fields that are not named here are ignored.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Organization {
    /// Its id: `org_…`.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The time of its creation.
    pub created_at: Timestamp,
}

async fn create_with_admin(
    clerk: &Client,
    name: &str,
    admin: &str,
) -> Result<OrganizationId, Error> {
    let request = CreateOrganization::new(name).private_metadata(json!({ "plan": "pro" }));
    let organization = clerk.send(request).await?;
    let admin = NewOrganizationInvitation::new(admin, "org:admin");
    clerk.create_organization_invitation_bulk(&organization.id, [admin]).await?;
    Ok(organization.id)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeClerk::start().await?;
    // `FakeClerk` serves invitations. For any other endpoint, its response is given.
    fake.add_organization("org_acme");
    fake.respond_to::<CreateOrganization>(
        200,
        json!({ "id": "org_acme", "name": "Acme", "created_at": 1_790_000_000_000_u64 }),
    );
    let id = create_with_admin(&fake.client(), "Acme", "admin@example.com").await?;
    for request in fake.received() {
        println!("{} {}", request.method, request.path);
    }
    println!("{id} has {} invitation", fake.invitations_to("admin@example.com"));
    Ok(())
}

use clerk_invite::{OrganizationId, endpoint};

/// Changes the name of an organization.
#[endpoint(PATCH, "/organizations/{organisation_id}", rate_limit = "1000/10s")]
#[returns(())]
pub struct UpdateOrganization {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Its new name.
    pub name: Option<String>,
}

fn main() {}

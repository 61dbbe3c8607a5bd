// The three calls with clerk-rs.

use clerk_rs::apis::configuration::Configuration;
use clerk_rs::apis::invitations_api::{create_bulk_invitations, create_invitation};
use clerk_rs::apis::organization_invitations_api::create_organization_invitation_bulk;
use clerk_rs::models::{
    CreateBulkInvitationsRequestInner, CreateInvitationRequest, CreateOrganizationInvitationRequest,
};

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let clerk = Configuration::new(std::env::var("CLERK_SECRET_KEY")?);
    let one = CreateInvitationRequest::new("a@example.com".to_owned());
    let one = create_invitation(&clerk, Some(one)).await?;
    let several = vec![CreateBulkInvitationsRequestInner::new("b@example.com".to_owned())];
    let several = create_bulk_invitations(&clerk, Some(several)).await?;
    let members = vec![CreateOrganizationInvitationRequest::new(
        "c@example.com".to_owned(),
        "org:member".to_owned(),
    )];
    let members = create_organization_invitation_bulk(&clerk, "org_1", members).await?;
    println!("{one:?} {several:?} {members:?}");
    Ok(())
}

// The three calls with clerk-invite.

use clerk_invite::{Client, CreateInvitation, NewOrganizationInvitation};

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let clerk = Client::from_env()?;
    let one = clerk.create_invitation(CreateInvitation::new("a@example.com")).await?;
    let several = clerk.create_invitation_bulk([CreateInvitation::new("b@example.com")]).await?;
    let members = [NewOrganizationInvitation::new("c@example.com", "org:member")];
    let members = clerk.create_organization_invitation_bulk("org_1", members).await?;
    println!("{one:?} {several:?} {members:?}");
    Ok(())
}

//! Declares an endpoint of its own and sends it, with nothing but `clerk-invite` and a runtime.

use clerk_invite::{endpoint, CreateInvitation, Delivery, FakeClerk, Invitation, Metadata};

/// Invites one person, by a declaration of this crate's own.
#[endpoint(POST, "/invitations", rate_limit = "100/hour")]
#[returns(Invitation)]
pub struct Invite {
    /// Who is invited.
    pub email_address: String,
    /// Becomes the person's public metadata.
    pub public_metadata: Option<Metadata>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeClerk::start().await?;
    let clerk = fake.client();
    let metadata = Metadata::new().with("plan", "pro");
    let invitation = clerk.send(Invite::new("own@example.com").public_metadata(metadata)).await?;
    assert_eq!(invitation.email_address, "own@example.com");
    assert_eq!(fake.invitations_to("own@example.com"), 1);

    let again = clerk.create_invitation(CreateInvitation::new("own@example.com")).await;
    let error = again.err().ok_or("a duplicate was taken")?;
    assert!(error.is_duplicate());
    assert_eq!(error.delivery(), Delivery::Rejected);
    println!("downstream: sent, and refused the second time");
    Ok(())
}

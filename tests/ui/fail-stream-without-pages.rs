use clerk_invite::{Client, Invitation, Page, endpoint};

/// Has no `offset` to read the next page by.
#[endpoint(GET, "/invitations")]
#[returns(Page<Invitation>)]
pub struct ListFirstInvitations {
    /// How many.
    pub limit: Option<u32>,
}

fn main() {
    let clerk = Client::new("sk_test_123").unwrap();
    let _ = clerk.stream(ListFirstInvitations::new());
}

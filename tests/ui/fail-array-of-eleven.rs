use clerk_invite::{Client, CreateInvitation};

fn main() {
    let client = Client::new("sk_test_1").unwrap();
    let invite = || CreateInvitation::new("a@example.com");
    let _ = client.create_invitation_bulk([
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
        invite(),
    ]);
}

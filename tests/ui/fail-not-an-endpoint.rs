use clerk_invite::{Client, NewOrganizationInvitation};

fn main() {
    let client = Client::new("sk_test_1").unwrap();
    let _ = client.send(NewOrganizationInvitation::new("a@example.com", "org:admin"));
}

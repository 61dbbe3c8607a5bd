use clerk_invite::Client;

fn main() {
    let client = Client::new("sk_test_1").unwrap();
    let _ = client.create_invitation_bulk([]);
}

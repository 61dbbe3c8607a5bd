use clerk_invite::endpoint;

/// Bans a user.
#[endpoint(POST, "/users/%7Buser_id%7D/ban")]
#[returns(())]
pub struct BanUser {
    /// The user.
    pub user_id: String,
}

fn main() {}

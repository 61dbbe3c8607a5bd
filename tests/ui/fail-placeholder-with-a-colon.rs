use clerk_invite::endpoint;

/// Bans a user.
#[endpoint(POST, "/users/:user_id/ban")]
#[returns(())]
pub struct BanUser {
    /// The user.
    pub user_id: String,
}

fn main() {}

use clerk_invite::params;

#[params]
pub enum Role {
    #[rename = "admin"]
    Admin { #[rename = "n"] name: String },
}

fn main() {
    let _ = Role::Admin { name: String::new() };
}

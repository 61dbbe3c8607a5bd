use clerk_invite::params;

#[params]
#[params]
pub struct CreateUser {
    pub name: Option<String>,
}

fn main() {
    let _ = CreateUser::new().name("Ada");
}

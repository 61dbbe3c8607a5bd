use clerk_invite::endpoint;

#[endpoint(GET, "/users")]
#[returns(())]
pub trait GetUsers {}

fn main() {
    let _: Option<Box<dyn GetUsers>> = None;
}

use clerk_invite::endpoint;

/// Changes a thing.
#[endpoint(PATCH, "/things")]
#[returns(())]
pub struct UpdateThing {
    /// How many.
    #[range(mni = 1)]
    pub count: u32,
}

fn main() {}

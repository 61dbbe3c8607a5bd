pub struct GetUsers {
    #[rename = "q"]
    pub name: String,
}

fn main() {}

use clerk_invite::params;

#[params]
pub struct Page<T> {
    pub items: Vec<T>,
    pub limit: Option<u32>,
}

fn main() {
    let _ = Page::<String>::new(["a".to_owned()]).limit(1);
}

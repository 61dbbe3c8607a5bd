//! The five methods, and every kind of body and query.

use clerk_invite::http::Request;
use clerk_invite::{Codec, Endpoint, Nullable, endpoint, params, serde_json};

#[endpoint(GET, "/users")]
#[returns(Vec<String>)]
pub struct GetUsers {
    pub limit: Option<u32>,
    #[rename = "user_id"]
    pub user_ids: Vec<String>,
    pub tags: Option<Vec<String>>,
    pub banned: bool,
}

#[endpoint(POST, "/users")]
#[returns(String)]
pub struct CreateUser {
    pub name: String,
    #[rename = "emailAddress"]
    pub email_address: Option<String>,
    pub address: Option<Address>,
}

#[endpoint(PUT, "/users/{user_id}/{kind}.json")]
#[returns(Option<String>)]
pub struct ReplaceUser {
    pub kind: u8,
    pub user_id: String,
    #[body]
    pub user: Option<Address>,
}

#[endpoint(PATCH, "/users/{user_id}")]
#[returns(())]
pub struct UpdateUser {
    pub user_id: String,
    pub name: Nullable<String>,
    pub age: Nullable<u8>,
}

#[endpoint(DELETE, "/users/{user_id}")]
#[returns(())]
pub struct DeleteUser {
    pub user_id: String,
    pub force: Option<bool>,
}

#[endpoint(DELETE, "/users")]
#[returns(())]
pub struct DeleteUsers {
    #[body]
    pub user_ids: Vec<String>,
}

#[endpoint(POST, "/users/count")]
#[returns(u64)]
pub struct CountUsers;

#[endpoint(GET, "/")]
#[returns(serde_json::Value)]
pub struct Root {}

#[params]
pub struct Address {
    pub street: String,
    pub number: Nullable<u32>,
}

#[params]
pub struct Nothing;

fn encode(request: &impl Endpoint) -> Request<clerk_invite::bytes::Bytes> {
    Codec::new("sk_test_1").unwrap().encode(request).unwrap()
}

fn check(request: &impl Endpoint, method: &str, path: &str, body: &str) {
    let encoded = encode(request);
    assert_eq!(encoded.method(), method);
    assert_eq!(encoded.uri().to_string(), format!("https://api.clerk.com/v1{path}"));
    assert_eq!(encoded.body(), body);
    assert_eq!(encoded.headers().contains_key("content-type"), !body.is_empty());
}

fn main() {
    check(&GetUsers::new([], false), "GET", "/users?banned=false", "");
    let some = GetUsers::new(["a".to_owned(), "b c".to_owned()], true)
        .limit(10)
        .tags(["x".to_owned(), "y".to_owned()]);
    let query = "/users?limit=10&user_id=a&user_id=b%20c&tags=x&tags=y&banned=true";
    check(&some, "GET", query, "");

    check(&CreateUser::new("Ada"), "POST", "/users", r#"{"name":"Ada"}"#);
    let with_address = CreateUser::new("Ada")
        .email_address("ada@example.com")
        .address(Address::new("Main Street").number(7));
    check(
        &with_address,
        "POST",
        "/users",
        r#"{"name":"Ada","emailAddress":"ada@example.com","address":{"street":"Main Street","number":7}}"#,
    );

    check(&ReplaceUser::new(1, "u"), "PUT", "/users/u/1.json", "");
    let replaced = ReplaceUser::new(1, "u").user(Address::new("a"));
    check(&replaced, "PUT", "/users/u/1.json", r#"{"street":"a"}"#);

    check(&UpdateUser::new("u"), "PATCH", "/users/u", "{}");
    check(&UpdateUser::new("u").name("a"), "PATCH", "/users/u", r#"{"name":"a"}"#);
    check(&UpdateUser::new("u").name(None), "PATCH", "/users/u", r#"{"name":null}"#);
    check(&UpdateUser::new("u").age(Some(3)), "PATCH", "/users/u", r#"{"age":3}"#);
    check(&UpdateUser::new("u").age(4), "PATCH", "/users/u", r#"{"age":4}"#);

    check(&DeleteUser::new("u"), "DELETE", "/users/u", "");
    check(&DeleteUser::new("u").force(true), "DELETE", "/users/u?force=true", "");
    check(&DeleteUsers::new(["a".to_owned()]), "DELETE", "/users", r#"["a"]"#);
    check(&CountUsers::new(), "POST", "/users/count", "");
    check(&CountUsers::default(), "POST", "/users/count", "");
    check(&Root::new(), "GET", "/", "");
    assert_eq!(serde_json::to_string(&Nothing::new()).unwrap(), "{}");
}

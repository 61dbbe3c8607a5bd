//! Declarations in a crate without a prelude.

#![no_implicit_prelude]

use ::clerk_invite::{endpoint, params};
use ::std::convert::Into as _;

#[endpoint(POST, "/users/{id}/tags", max_items = 3)]
#[returns(::std::vec::Vec<::std::string::String>)]
pub struct AddTags {
    pub id: ::std::string::String,
    #[body]
    pub tags: ::std::vec::Vec<Tag>,
}

#[params]
pub struct Tag {
    pub name: ::std::string::String,
    #[range(min = 1)]
    pub days: ::std::option::Option<u8>,
    pub weight: ::std::option::Option<f64>,
    pub color: ::clerk_invite::Nullable<u32>,
}

#[endpoint(GET, "/tags", rate_limit = "1/second")]
#[returns(::clerk_invite::Page<::std::string::String>)]
pub struct ListTags {
    pub limit: ::std::option::Option<u8>,
    pub offset: ::std::option::Option<u32>,
    pub names: ::std::vec::Vec<::std::string::String>,
}

fn main() {
    let request = AddTags::new("user_1", [Tag::new("a").days(1_u8)]);
    ::std::assert_eq!(request.tags.len(), 1);
    let name: ::std::string::String = "a".into();
    ::std::assert_eq!(ListTags::new([name]).limit(1_u8).names.len(), 1);
}

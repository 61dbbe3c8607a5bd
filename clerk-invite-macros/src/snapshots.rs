//! Snapshots of expansions, kept beside this file: a change of generated code shows in its review.
//! `OVERWRITE=1 cargo test -p clerk-invite-macros` rewrites it.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Item, Meta};

use crate::pipeline;

/// Compares the expansion of every declaration in a file with the snapshot named after it.
fn check_file(source: &str) {
    for item in syn::parse_file(source).unwrap().items {
        if let Item::Struct(item) = item {
            check(&item.ident.to_string(), expand(item));
        }
    }
}

fn check(name: &str, expansion: TokenStream) {
    let expansion = prettyplease::unparse(&syn::parse2(expansion).unwrap());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/snapshots");
    let file = folder.join(format!("{name}.snap"));
    let snapshot = fs::read_to_string(&file).unwrap_or_default();
    let kept = snapshot.split_once("\n---\n").map_or("", |(_header, kept)| kept);
    if kept.trim_end() == expansion.trim_end() {
        return;
    }
    if std::env::var_os("OVERWRITE").is_some() {
        let header = "---\nsource: clerk-invite-macros/src/snapshots.rs\n---\n";
        fs::write(file, format!("{header}{expansion}")).unwrap();
        return;
    }
    let at = expansion.lines().zip(kept.lines()).take_while(|(new, old)| new == old).count();
    panic!("{name} differs from its snapshot from line {} on. It is now:\n{expansion}", at + 1);
}

fn expand(mut item: syn::ItemStruct) -> TokenStream {
    let is_ours = |attribute: &syn::Attribute| {
        ["endpoint", "params"].iter().any(|name| attribute.path().is_ident(name))
    };
    let index = item.attrs.iter().position(is_ours).unwrap();
    let attribute = item.attrs.remove(index);
    let arguments = match attribute.meta {
        Meta::List(ref list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    if attribute.path().is_ident("endpoint") {
        pipeline::endpoint(arguments, item.into_token_stream(), Some("clerk_invite"))
    } else {
        pipeline::params(arguments, item.into_token_stream())
    }
}

#[test]
fn create_invitation() {
    check_file(include_str!("../../specs/create_invitation.rs"));
}

#[test]
fn create_invitation_bulk() {
    check_file(include_str!("../../specs/create_invitation_bulk.rs"));
}

#[test]
fn create_organization_invitation_bulk() {
    check_file(include_str!("../../specs/create_organization_invitation_bulk.rs"));
}

/// Read page by page.
#[test]
fn list_invitations() {
    check_file(include_str!("../../specs/list_invitations.rs"));
}

#[test]
fn every_kind_of_query_field() {
    check_file(
        r#"
        #[endpoint(GET, "/users/{type}/{id}.json")]
        #[returns(Vec<User>)]
        pub struct ListUsers {
            pub r#type: String,
            pub id: u64,
            pub query: String,
            #[rename = "order_by"]
            pub order: Option<Order>,
            #[range(min = 1, max = 500)]
            pub limit: Option<u16>,
            #[rename = "user_id"]
            pub user_ids: Vec<String>,
            #[range(max = 10)]
            pub tags: Option<Vec<String>>,
            #[cfg(feature = "banned")]
            pub banned: bool,
        }
        "#,
    );
}

#[test]
fn a_property_that_can_be_null_and_one_that_is_checked() {
    check_file(
        r#"
        /// Updates a user.
        #[endpoint(PATCH, "/users/{user_id}")]
        #[returns(User)]
        pub struct UpdateUser {
            /// The user.
            pub user_id: UserId,
            /// The name.
            pub name: Nullable<String>,
            /// The weight.
            pub weight: Option<f64>,
        }
        "#,
    );
}

#[test]
fn a_body_that_may_be_left_out() {
    check_file(
        r#"
        /// Locks a user.
        #[endpoint(POST, "/users/{user_id}/lock")]
        #[returns(())]
        pub struct LockUser {
            /// The user.
            pub user_id: UserId,
            /// The reason.
            #[body]
            pub reason: Option<Reason>,
        }
        "#,
    );
}

/// The fallback: everything that a use of the declaration needs, and the errors.
#[test]
fn a_wrong_declaration() {
    check_file(
        r#"
        /// Adds tags to a user.
        #[endpoint(post, "/users/{usr_id}/tags", client_method(add_tags), max_itmes = 10)]
        #[returns(Vec<Tag>)]
        pub struct AddTags {
            /// The user.
            pub user_id: UserId,
            #[body]
            pub tags: Vec<Tag>,
        }
        "#,
    );
}

/// Only here: in another crate `client_method` itself is the mistake.
#[test]
fn a_method_of_everybody_takes_a_public_struct() {
    let expand = |input, crate_name| {
        let arguments = quote! { GET, "/a", client_method(get_a) };
        pipeline::endpoint(arguments, input, Some(crate_name)).to_string()
    };
    let message = "expected `pub struct GetA`: `Client::get_a` takes it from everybody";
    for private in [quote! { struct GetA; }, quote! { pub(crate) struct GetA; }] {
        let private = quote! { #[returns(())] #private };
        let expansion = expand(private.clone(), "clerk_invite");
        assert_eq!(expansion.matches("compile_error").count(), 1, "{expansion}");
        assert!(expansion.contains(message), "{expansion}");
        assert!(!expand(private, "another").contains(message));
    }
    let public = quote! { #[returns(())] pub struct GetA; };
    assert!(!expand(public, "clerk_invite").contains("compile_error"));
}

/// A second `Client::send` would be an error in every other file.
#[test]
fn a_name_that_client_has_is_refused() {
    for name in ["send", "clone", "stream", "new", "budget", "with_retry"] {
        let name = quote::format_ident!("{name}");
        let expansion = pipeline::endpoint(
            quote! { GET, "/a", client_method(#name) },
            quote! { #[returns(())] pub struct GetA; },
            Some("clerk_invite"),
        )
        .to_string();
        assert_eq!(expansion.matches("compile_error").count(), 1, "{expansion}");
        assert!(!expansion.contains("impl :: clerk_invite :: Client"), "{expansion}");
    }
}

/// With a cap above 16, a longer array is refused when the crate is built, not when it is checked.
#[test]
fn a_large_cap() {
    let expansion = pipeline::endpoint(
        quote! { POST, "/tags", max_items = 65 },
        quote! {
            #[returns(())]
            struct AddManyTags {
                #[body]
                tags: Vec<Tag>,
            }
        },
        None,
    );
    check("AddManyTags", expansion);
}

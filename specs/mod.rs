//! The declarations of the endpoints, one file each.
//!
//! # Adding an endpoint
//!
//! 1. Write `specs/<operation>.rs`, named after the operation: the declaration and its docs. An
//!    existing file is the best template; the grammar is in the docs of
//!    [`#[endpoint]`](macro@clerk_invite::endpoint).
//!
//!    A response type that the crate does not have stands in the same file, below the declaration:
//!    `#[derive(Debug, Clone, PartialEq, Deserialize)]`, `#[serde(crate = "clerk_invite::serde")]`
//!    and `#[non_exhaustive]` on a struct, [`open_enum!`](clerk_invite::open_enum) for an enum. One
//!    that several endpoints share goes to `clerk-invite/models/`, with its `mod` line there and its
//!    re-export in `lib.rs`.
//! 2. Add its `pub mod` line below.
//! 3. Add the request's name to its area in `clerk-invite/contents.md`, the list on the crate's page, and
//!    run `cargo test --no-fail-fast`. It prints the README's new table of endpoints: paste it.
//! 4. Write a test in `tests/it`, with its `mod` line in `tests/it/main.rs`. `FakeClerk` does not know the endpoint yet, so the test gives the
//!    response:
//!
//!    ```
//!    # use clerk_invite::{DeleteInvitation as NewEndpoint, FakeClerk, json};
//!    # #[tokio::main(flavor = "current_thread")]
//!    # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!    let fake = FakeClerk::start().await?;
//!    let body = json!({ "object": "invitation", "id": "inv_1", "deleted": true });
//!    fake.respond_to::<NewEndpoint>(200, body);
//!    let deleted = fake.client().send(NewEndpoint::new("inv_1")).await?;
//!    assert!(deleted.deleted);
//!    # Ok(())
//!    # }
//!    ```
//!
//! That is all. The request, its serializer and `Client::<operation>` exist; the public structs of the
//! file are re-exported from the crate's root, and its enums are in `clerk_invite::specs::<operation>`;
//! [`ENDPOINTS`](clerk_invite::ENDPOINTS) lists the endpoint. Every mistake in the declaration is a
//! compile error at the wrong word.
//!
//! Some endpoints need more:
//!
//! - An operation that Clerk's `OpenAPI` file does not list: a line with its reason in
//!   `tools/src/drift/allowed.rs`.
//! - An operation that `FakeClerk` is to serve itself, with a state of its own: its line in the list of
//!   `clerk-invite/fake/operation.rs`, and the function that the line names in
//!   `clerk-invite/fake/operations/`.

// In three groups, which are the order of `ENDPOINTS`, of the methods of `Client` in its docs, and of the
// README: first the application.
pub mod create_invitation;
pub mod create_invitation_bulk;
pub mod delete_invitation;
pub mod list_invitations;
pub mod revoke_invitation;

// Organizations.
pub mod create_organization_invitation;
pub mod create_organization_invitation_bulk;
pub mod get_organization_invitation;
pub mod list_instance_organization_invitations;
pub mod list_organization_invitations;
pub mod list_user_organization_invitations;
pub mod revoke_organization_invitation;

// The waitlist.
pub mod create_waitlist_entry;
pub mod create_waitlist_entry_bulk;
pub mod delete_waitlist_entry;
pub mod invite_waitlist_entry;
pub mod list_waitlist_entries;
pub mod reject_waitlist_entry;

// The README's pictures: the first definition of a link wins.
#![cfg_attr(feature = "client", doc = include_str!("pictures/embedded.md"))]
#![cfg_attr(feature = "client", doc = include_str!("../README.md"))]
#![cfg_attr(feature = "client", doc = include_str!("contents.md"))]
#![cfg_attr(
    not(feature = "client"),
    doc = "Clerk's invitations as declarations, models and a sans-IO codec."
)]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Declarations name this crate by its full path, here as well as downstream.
extern crate self as clerk_invite;

#[cfg(feature = "blocking")]
#[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
mod codec;
#[cfg(rust_analyzer)]
mod editor;
mod endpoint;
mod error;
#[cfg(feature = "fake")]
#[cfg_attr(docsrs, doc(cfg(feature = "fake")))]
pub mod fake;
#[cfg(feature = "client")]
mod lock;
mod macros;
mod models;
#[cfg(feature = "client")]
mod rate_budget;
#[path = "../specs/mod.rs"]
pub mod specs;
#[cfg(feature = "client")]
mod transport;
mod values;

pub use codec::Codec;
pub use endpoint::Endpoint;
pub use endpoint::bulk::{Bulk, IntoBulkItems};
pub use endpoint::check::Check;
pub use endpoint::info::{EndpointInfo, ParameterInfo, ParameterLocation};
pub use endpoint::invalid_request::InvalidRequest;
pub use endpoint::page::{Page, Paged};
pub use endpoint::rate_limit::RateLimit;
pub use endpoint::value_type::ValueType;
pub use error::Error;
pub use error::api_error::ApiError;
pub use error::delivery::Delivery;
#[cfg(feature = "fake")]
#[cfg_attr(docsrs, doc(cfg(feature = "fake")))]
#[doc(inline)]
pub use fake::FakeClerk;
pub use macros::{endpoint, params};
pub use models::{
    DeletedObject, Invitation, OrganizationInvitation, PublicInviterData, PublicOrganizationData,
    WaitlistEntry,
};
pub use values::enums::{InvitationStatus, TemplateSlug, WaitlistEntryStatus};
pub use values::metadata::Metadata;
pub use values::nullable::Nullable;
pub use values::string_types::{
    EmailAddress, Identifier, InvitationId, InvitationUrl, OrganizationId,
    OrganizationInvitationId, RedirectUrl, UserId, WaitlistEntryId,
};
pub use values::timestamp::Timestamp;

#[cfg(feature = "client")]
#[cfg_attr(docsrs, doc(cfg(feature = "client")))]
pub use {
    client::Client, client::builder::ClientBuilder, client::items::Items,
    client::retry::RetryPolicy, rate_budget::report::EndpointBudget,
    rate_budget::settings::RateBudget, transport::body_limits::BodyLimits,
    transport::timeouts::Timeouts,
};

// Every declaration in `specs`, and `ENDPOINTS`.
clerk_invite_macros::specs!("specs/mod.rs");

// What declarations and requests are written with, so that a crate needs no other dependency. Hidden,
// because docs would begin with them; `contents.md` names them.
pub use serde_json::json;
#[doc(hidden)]
pub use {bytes, http, serde, serde_json};

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

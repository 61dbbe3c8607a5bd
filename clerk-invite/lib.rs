#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Declarations name this crate by its full path, here as well as downstream.
extern crate self as clerk_invite;

mod api_error;
mod base_url;
mod budget;
mod builder;
mod calling;
mod checks;
mod client;
mod codec;
mod delivery;
mod describe;
mod endpoint;
mod error;
#[cfg(feature = "fake")]
#[cfg_attr(docsrs, doc(cfg(feature = "fake")))]
pub mod fake;
mod invalid_request;
mod items;
mod lenient;
mod limits;
mod list;
mod macros;
mod metadata;
mod models;
mod nullable;
mod open_enum;
mod page;
mod path_builder;
mod query_builder;
mod redact;
mod retry;
mod retry_after;
mod secret_key;
#[path = "../specs/mod.rs"]
pub mod specs;
mod text;
mod timeouts;
mod timestamp;
mod tls;
mod transport;
mod watched_body;

pub use api_error::ApiError;
pub use budget::{EndpointBudget, RateBudget};
pub use builder::ClientBuilder;
pub use client::Client;
pub use codec::Codec;
pub use delivery::Delivery;
pub use describe::{EndpointInfo, ParameterInfo, Place};
pub use endpoint::{Check, Endpoint, RateLimit};
pub use error::Error;
#[cfg(feature = "fake")]
#[cfg_attr(docsrs, doc(cfg(feature = "fake")))]
pub use fake::FakeClerk;
pub use invalid_request::InvalidRequest;
pub use items::Items;
pub use limits::Limits;
pub use list::{IntoItems, List};
pub use macros::{endpoint, params};
pub use metadata::Metadata;
pub use models::{
    DeletedObject, Invitation, OrganizationInvitation, PublicInviterData, PublicOrganizationData,
    WaitlistEntry,
};
pub use nullable::Nullable;
pub use open_enum::{InvitationStatus, TemplateSlug, WaitlistEntryStatus};
pub use page::{Page, Paged};
pub use retry::RetryPolicy;
pub use text::{
    EmailAddress, Identifier, InvitationId, InvitationUrl, OrganizationId,
    OrganizationInvitationId, UserId, WaitlistEntryId,
};
pub use timeouts::Timeouts;
pub use timestamp::Timestamp;

// Every declaration in `specs`, and `ENDPOINTS`.
clerk_invite_macros::specs!("specs/mod.rs");

// What declarations and requests are written with, so that a crate needs no other dependency.
pub use serde_json::json;
pub use {bytes, http, serde, serde_json};

/// What generated code calls. Not for people: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::checks::{
        CheckIfAble, Probe, SkipCheck, check_cap, check_length, check_range, within,
    };
    pub use crate::describe::{
        Describe, Described, Inside, PLAIN, Place, Presence, Undescribed, parameter,
    };
    pub use crate::list::batches;
    pub use crate::page::{page_parameter, set_page_parameter};
    pub use crate::path_builder::PathBuilder;
    pub use crate::query_builder::QueryBuilder;

    /// The JSON body of a request, which holds so many items.
    ///
    /// # Errors
    ///
    /// A field cannot be written as JSON.
    pub fn json_body<T: serde::Serialize>(
        body: &T,
        items: usize,
    ) -> Result<Option<bytes::Bytes>, crate::InvalidRequest> {
        // Room for a list, so that it need not grow step by step.
        // What an invitation with some metadata takes, so that a list of them need not grow.
        let mut json = Vec::with_capacity(items.saturating_mul(384));
        serde_json::to_writer(&mut json, body).map_err(|error| {
            let problem = format!("cannot be written as JSON: {error}");
            crate::InvalidRequest::new("body", crate::redact::redact(&problem))
        })?;
        Ok(Some(json.into()))
    }
}

//! The result of a deletion.

use serde::{Deserialize, Serialize};

use crate::models::text_or_empty::{empty, text_or_empty};
/// A deleted object; schema `DeletedObject` of the Backend API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeletedObject {
    /// The type of the deleted object.
    #[serde(default = "empty", deserialize_with = "text_or_empty")]
    pub object: String,
    /// The id of the deleted object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The slug, if the object had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Your own id of the object, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// `true` once the object is deleted.
    pub deleted: bool,
}

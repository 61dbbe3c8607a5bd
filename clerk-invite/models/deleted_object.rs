//! The result of deleting something.

use serde::{Deserialize, Serialize};

/// What is left of something that was deleted; schema `DeletedObject` of the Backend API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeletedObject {
    /// The kind of object that it was.
    #[serde(default)]
    pub object: String,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its slug, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Your own id of it, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether it is deleted.
    pub deleted: bool,
}

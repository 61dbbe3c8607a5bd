//! The value types of requests and models.

mod email_address;
pub(crate) mod enums;
pub(crate) mod metadata;
pub(crate) mod nullable;
pub(crate) mod open_enum;
pub(crate) mod same_address;
pub(crate) mod string_types;
pub(crate) mod timestamp;

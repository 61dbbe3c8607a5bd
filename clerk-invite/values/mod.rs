//! Values that requests and models are made of.

pub(crate) mod enums;
pub(crate) mod metadata;
pub(crate) mod nullable;
pub(crate) mod string_types;
pub(crate) mod timestamp;

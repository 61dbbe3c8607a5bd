//! Functions and traits that generated code calls. They change without notice.

pub use crate::codec::body::json_body;
pub use crate::codec::path::PathBuilder;
pub use crate::codec::query::QueryBuilder;
#[cfg(rust_analyzer)]
pub use crate::editor;
pub use crate::endpoint::bounds::{
    CheckProbe, ViaCheck, ViaNothing, ViaSerialize, check_cap, check_length, check_range, within,
};
pub use crate::endpoint::bulk::{Cap, LargeCap, batches};
pub use crate::endpoint::info::{
    BOOLEAN, Describe, Described, Inside, NUMBER, PLAIN, ParameterLocation, Presence, TEXT,
    Undescribed, integer, parameter,
};
pub use crate::endpoint::page::{page_parameter, set_page_parameter};
pub use crate::endpoint::type_checks::{
    NotScalar, TypeProbe, Unrefused, property, query_parameter, response,
};
pub use crate::values::open_enum::TextVisitor;

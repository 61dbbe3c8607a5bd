//! The JSON types of values.

/// The JSON type of a parameter, as far as its Rust type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueType {
    /// Not known: a type of the declaration's own, or one that can hold any JSON.
    Unknown,
    /// A string.
    Text {
        /// The format that the type stands for: `email`.
        format: Option<&'static str>,
    },
    /// An integer of a type that holds these values.
    Integer {
        /// The minimum of the type.
        min: i128,
        /// The maximum of the type.
        max: i128,
    },
    /// A number with a fraction.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
}

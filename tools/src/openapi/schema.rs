//! Schemas: the type of a parameter, of a body or of a response.

use crate::openapi::node::Node;

/// The type of one value, with its references followed and its `allOf` merged.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The name under `components/schemas`, if it has one.
    pub component: Option<String>,
    /// The value can be `null`.
    pub nullable: bool,
    /// The value is deprecated.
    pub deprecated: bool,
    /// The value that the API takes where none is sent.
    pub default: Option<Node>,
    /// The type of a value that is not `null`.
    pub kind: Kind,
}

/// The type of a value that is not `null`.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// The file does not say.
    Any,
    /// A string.
    Text(Text),
    /// An integer.
    Integer(Number),
    /// Any number.
    Number(Number),
    /// `true` or `false`.
    Boolean,
    /// A list.
    List {
        /// The type of its items.
        items: Box<Schema>,
        /// The least number of items.
        min: Option<i128>,
        /// The greatest number of items.
        max: Option<i128>,
    },
    /// An object with these properties.
    Object(Vec<Property>),
    /// An object with any keys, and values of this type.
    Map(Box<Schema>),
    /// One of several types.
    Choice(Vec<Schema>),
    /// A component that this schema is a part of.
    Recursive,
}

/// Constraints of a string.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// `email`, `uri`, `date-time`.
    pub format: Option<String>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// The least length, in characters.
    pub min: Option<i128>,
    /// The greatest length, in characters.
    pub max: Option<i128>,
    /// The values of an enum; empty if it is not one.
    pub values: Vec<String>,
}

/// Constraints of a number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Number {
    /// `int32`, `int64`, `float`, `double`.
    pub format: Option<String>,
    /// The least value.
    pub min: Option<i128>,
    /// The greatest value.
    pub max: Option<i128>,
}

impl Number {
    /// Returns the least and the greatest integer that this allows.
    #[must_use]
    pub fn range(&self) -> (i128, i128) {
        let (least, greatest): (i128, i128) = match self.format.as_deref() {
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            _ => (i64::MIN.into(), i64::MAX.into()),
        };
        (self.min.unwrap_or(least), self.max.unwrap_or(greatest))
    }
}

/// One property of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Every object has it.
    pub required: bool,
    /// Its type.
    pub schema: Schema,
}

impl Schema {
    /// Returns the properties of an object, or of the items of a list of objects.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        match &self.kind {
            Kind::Object(properties) => properties,
            Kind::List { items, .. } => items.properties(),
            _ => &[],
        }
    }

    /// Returns the type of the items of a list, or else the schema itself.
    #[must_use]
    pub fn item(&self) -> &Self {
        if let Kind::List { items, .. } = &self.kind { items } else { self }
    }

    /// Returns whether this is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::List { .. })
    }
}

//! Differences between a declaration and the contract.

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The name of the declaration, or of Clerk's operation if there is none.
    pub operation: String,
    /// The parameter, as a path such as `[].role`; empty if it is about the whole operation.
    pub parameter: String,
    /// In which respect.
    pub kind: Kind,
    /// As the declaration says.
    pub declared: String,
    /// As the file says.
    pub clerk: String,
}

/// The respect in which a declaration and the file differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Clerk has no such operation.
    NoSuchOperation,
    /// Clerk has it with another method.
    Method,
    /// Clerk has it at another path.
    Path,
    /// Clerk has deprecated it, or no longer.
    Deprecated,
    /// Clerk has it, and it is not declared.
    NotDeclared,
    /// Clerk has a parameter that is not declared.
    Missing,
    /// A parameter is declared that Clerk does not have.
    Extra,
    /// The body is an object on one side, and something else on the other.
    Body,
    /// Path, query or body.
    Location,
    /// Sent with every request, or not.
    Required,
    /// Sent as `null`, or not.
    Nullable,
    /// A list, or one value.
    List,
    /// The least value of an integer, or the least length of a list.
    Minimum,
    /// The greatest value of an integer, or the greatest length of a list.
    Maximum,
    /// The number of items in the body.
    Cap,
    /// The values of an enum.
    Values,
    /// String, number, boolean, object: the JSON type.
    Type,
    /// The kind of a string, or the size of an integer.
    Format,
    /// The regular expression that a string has to match.
    Pattern,
    /// The length of a string.
    Length,
    /// The separator of a list in the query.
    Separator,
    /// The content type of the body.
    ContentType,
    /// A property of the response that the model drops.
    Dropped,
    /// A response that the contract allows and the model cannot read.
    Unreadable,
}

impl Kind {
    /// Names it in a report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoSuchOperation => "no such operation",
            Self::Method => "method",
            Self::Path => "path",
            Self::Deprecated => "deprecated",
            Self::NotDeclared => "not declared",
            Self::Missing => "missing parameter",
            Self::Extra => "extra parameter",
            Self::Body => "body",
            Self::Location => "location",
            Self::Required => "required",
            Self::Nullable => "nullable",
            Self::List => "list",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Cap => "cap",
            Self::Values => "enum values",
            Self::Type => "type",
            Self::Format => "format",
            Self::Pattern => "pattern",
            Self::Length => "length",
            Self::Separator => "separator",
            Self::ContentType => "content type",
            Self::Dropped => "dropped from the response",
            Self::Unreadable => "unreadable response",
        }
    }
}

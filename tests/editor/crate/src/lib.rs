//! Declarations that the editor test looks at.

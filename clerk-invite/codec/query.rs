//! The query of a request.

use percent_encoding::utf8_percent_encode;
use serde::Serialize;

use crate::codec::path::ENCODED;
use crate::endpoint::finite::check_floats;
use crate::endpoint::invalid_request::InvalidRequest;
use crate::error::redact::redact;

/// Builds the query that generated code describes.
#[derive(Default)]
pub struct QueryBuilder(String);

impl QueryBuilder {
    /// An empty query.
    #[must_use]
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// One `name=value`.
    ///
    /// # Errors
    ///
    /// The value is neither a string nor a number nor a boolean, or is a float that is no number.
    pub fn parameter<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
    ) -> Result<(), InvalidRequest> {
        let json = serde_json::to_string(value)
            .map_err(|error| InvalidRequest::new(name, problem(&error)))?;
        // serde_json writes NaN as `null`.
        if json == "null" {
            check_floats(value).map_err(|error| error.inside(name))?;
        }
        self.pair(name, json)
    }

    fn pair(&mut self, name: &str, json: String) -> Result<(), InvalidRequest> {
        let value = match json.as_bytes().first() {
            Some(b'"') => serde_json::from_str(&json)
                .map_err(|error| InvalidRequest::new(name, problem(&error)))?,
            Some(b't' | b'f' | b'-' | b'0'..=b'9') => json,
            _ => {
                let problem = "is neither a string nor a number nor a boolean";
                return Err(InvalidRequest::new(name, problem));
            }
        };
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.extend(utf8_percent_encode(name, ENCODED));
        self.0.push('=');
        self.0.extend(utf8_percent_encode(&value, ENCODED));
        Ok(())
    }

    /// The whole query, without a `?`.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

fn problem(error: &serde_json::Error) -> String {
    redact(&format!("cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::QueryBuilder;

    #[test]
    fn strings_numbers_and_booleans_are_encoded() {
        let mut query = QueryBuilder::new();
        query.parameter("order_by", "+created_at").expect("a string");
        query.parameter("q[]", "a&b=c \u{e9}").expect("a string");
        query.parameter("limit", &u128::MAX).expect("a number");
        query.parameter("paginated", &true).expect("a boolean");
        assert_eq!(
            query.finish(),
            "order_by=%2Bcreated_at&q%5B%5D=a%26b%3Dc%20%C3%A9\
             &limit=340282366920938463463374607431768211455&paginated=true"
        );
    }

    #[test]
    fn anything_else_is_refused_by_name() {
        let mut query = QueryBuilder::new();
        let error = query.parameter("status", &["a"]).expect_err("a list");
        assert_eq!(error.field(), "status");
        assert!(query.parameter("status", &f64::NAN).is_err());
        assert!(query.parameter("status", &None::<u8>).is_err());
        assert_eq!(query.finish(), "");
    }
}

//! The words of a declaration, for rust-analyzer.
//!
//! rustc never sees them. The macros expand each word in an attribute to an import from here, so that
//! an editor completes it and shows its docs. `tests/editor` checks it.

#![allow(non_upper_case_globals)]

/// The HTTP methods.
pub mod methods {
    use http::Method;

    /// The HTTP method. Fields that are not in the path become query parameters.
    pub const GET: Method = Method::GET;
    /// The HTTP method. Fields that are not in the path become properties of the JSON body.
    pub const POST: Method = Method::POST;
    /// The HTTP method. Fields that are not in the path become properties of the JSON body.
    pub const PUT: Method = Method::PUT;
    /// The HTTP method. Fields that are not in the path become properties of the JSON body.
    pub const PATCH: Method = Method::PATCH;
    /// The HTTP method. Fields that are not in the path become query parameters.
    pub const DELETE: Method = Method::DELETE;
}

/// The keys of `#[endpoint(..)]`.
pub mod keys {
    /// The documented rate limit: `rate_limit = "100/hour"`.
    ///
    /// `N/second`, `N/minute`, `N/hour`, `N/day`, or seconds as in `N/10s`.
    pub const rate_limit: &str = "100/hour";
    /// The maximum number of items in a `#[body]` of type `Vec<_>`: `max_items = 10`.
    ///
    /// The minimum is one. Generates `batches`, which cuts a longer list into requests.
    pub const max_items: usize = 10;
    /// The method of `Client`: `client_method(create_user)`.
    ///
    /// Only inside `clerk-invite`. Other crates call `client.send(request)`.
    pub const client_method: () = ();
}

/// The attributes of the struct and its fields.
pub mod attributes {
    /// The type that a successful response decodes to: `#[returns(Type)]`, on a line of its own.
    pub const returns: () = ();
    /// Makes a field the whole JSON body: `#[body]`.
    pub const body: () = ();
    /// The name on the wire, where it is not the field's: `#[rename = "name"]`.
    pub const rename: &str = "name";
    /// The bounds of an integer, or of the length of a `Vec`: `#[range(min = 1, max = 365)]`.
    pub const range: (i128, i128) = (1, 365);
}

/// The keys of `#[range(..)]`.
pub mod bounds {
    /// The minimum, inclusive.
    pub const min: i128 = 1;
    /// The maximum, inclusive.
    pub const max: i128 = 365;
}

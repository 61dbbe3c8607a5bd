//! The macros, with the docs that their users read.

/// Declares an endpoint: from one struct, a request, its serializer and, inside this crate, a
/// method of [`Client`](crate::Client).
///
/// A crate that depends on `clerk-invite`, and on nothing else, declares endpoints of its own and
/// sends them with [`Client::send`](crate::Client::send):
///
/// ```
/// use clerk_invite::{Client, OrganizationId, endpoint, serde::Deserialize};
///
/// #[derive(Debug, PartialEq, Deserialize)]
/// #[serde(crate = "clerk_invite::serde")]
/// struct Organization {
///     id: OrganizationId,
///     name: String,
/// }
///
/// /// Changes the name of an organization.
/// #[endpoint(PATCH, "/organizations/{organization_id}", rate_limit = "1000/10s")]
/// #[returns(Organization)]
/// struct UpdateOrganization {
///     /// The organization.
///     organization_id: OrganizationId,
///     /// Its new name.
///     name: Option<String>,
/// }
///
/// # async fn example(clerk: Client) -> Result<(), clerk_invite::Error> {
/// let organization = clerk.send(UpdateOrganization::new("org_123").name("Acme")).await?;
/// assert_eq!(organization.name, "Acme");
/// # Ok(())
/// # }
/// ```
///
/// The line `#[serde(crate = "clerk_invite::serde")]` is for a crate that does not depend on serde itself.
///
/// # The arguments
///
/// | piece | meaning |
/// |---|---|
/// | `GET`, `POST`, `PUT`, `PATCH`, `DELETE` | the HTTP method: first, a bare word |
/// | `"/users/{user_id}"` | the path: second, with the name of a field in each pair of braces (`{type}` for `r#type`) |
/// | `rate_limit = "100/hour"` | the documented limit, if there is one: `N/second`, `N/minute`, `N/hour`, `N/day`, or seconds as in `N/10s` |
/// | `max_items = 10` | the cap of a body that is a list; one item is the least |
/// | `client_method(create_user)` | the method of `Client`; only inside `clerk-invite` |
///
/// Below stands `#[returns(Type)]`: what a successful response decodes to. `Type` is anything that is
/// [`Deserialize`](https://docs.rs/serde/1/serde/trait.Deserialize.html); see [`Endpoint::Response`](crate::Endpoint::Response) for
/// lists and empty responses.
///
/// # The fields
///
/// | field | what it is |
/// |---|---|
/// | named in the path | a path parameter: anything that is [`Display`](std::fmt::Display), encoded as one segment; never empty, `.` or `..` |
/// | with `#[body]` | the whole JSON body; only path parameters can stand beside it |
/// | any other, with POST, PUT, PATCH | a property of the JSON body, which is always an object |
/// | any other, with GET, DELETE | a query parameter: a string, a number or a boolean |
///
/// | type | what is sent |
/// |---|---|
/// | `Option<T>` | nothing when it is `None`, never `null` |
/// | [`Nullable<T>`](crate::Nullable) | nothing until it is set; `null` when it is set to `None` |
/// | `Vec<T>` in a query | the parameter once for each item |
/// | anything else | always the value |
///
/// The macro sees names only, and takes any type called `Option`, `Nullable`, `Vec` or
/// [`Page`](crate::Page) for that type. An alias of `Option` or `Nullable`, and a `Box` of one, do
/// not compile. `Option<Option<_>>` is refused: `Nullable` says what it could mean. A query takes
/// strings, numbers, booleans and lists of them; maps, objects and lists of options do not compile. A
/// float that is not finite is refused before the request is sent.
///
/// | attribute | meaning |
/// |---|---|
/// | `#[rename = "q"]` | the name on the wire, where it is not the field's |
/// | `#[range(min = 1, max = 365)]` | the bounds of an integer, or of the length of a `Vec`; one of the two is enough |
///
/// `cfg`, `deprecated`, lint levels and docs go where they belong: to the field, its setter, its
/// argument. A `#[serde(..)]` is refused: there is one way to say a thing.
///
/// # What is generated
///
/// - The struct with `Debug`, `Clone` and `PartialEq`, `#[non_exhaustive]` and `#[must_use]`.
/// - `new`, which takes the required fields in order, and a setter for each `Option` and
///   `Nullable`. `Default`, if nothing is required.
/// - `Serialize`: the JSON body. [`Endpoint`](crate::Endpoint) and [`Check`](crate::Check).
/// - For `max_items`: `batches`, which cuts a longer list into requests, and
///   [`IntoBulkItems`](crate::IntoBulkItems) for arrays that fit, so that others do not compile.
/// - For `client_method`: the method, which takes the path parameters and then the body if the
///   struct has nothing else, otherwise the struct.
///
/// - For `#[returns(Page<_>)]` with the optional integers `limit` and `offset` in the query:
///   [`Paged`](crate::Paged), so that [`Client::stream`](crate::Client::stream) reads all pages.
/// - The declaration as data: [`Endpoint::INFO`](crate::Endpoint::INFO).
///
/// # What it can say, and what not
///
/// | to say | write |
/// |---|---|
/// | a body that may be left out | `#[body]` on an `Option<_>`: nothing is sent when it is `None`. Properties that are all optional are sent as `{}` |
/// | `null` clears a value | [`Nullable<T>`](crate::Nullable) |
/// | an enum | any type that serialises to a string, in a query too |
/// | one query parameter that lists values with commas | a type that serialises to such a string |
/// | an object inside the body | a struct with [`#[params]`](macro@crate::params), or any other type that serialises |
/// | a response without content | `#[returns(())]` |
/// | a response of several shapes | an enum with `#[serde(untagged)]` |
/// | a response that is text | `#[returns(String)]` |
/// | an operation or a field that is deprecated | `#[deprecated]`: only its users are warned |
///
/// Of the 249 operations of Clerk's Backend API (2026-05-12), 246 can be declared in full: all that
/// they take can be sent, and all their responses can be read. The other three upload files
/// (`multipart/form-data`), and a body here is JSON:
///
/// - `SetUserProfileImage`: `POST /users/{user_id}/profile_image`
/// - `UploadOrganizationLogo`: `PUT /organizations/{organization_id}/logo`
/// - `UploadOAuthApplicationLogo`: `PUT /oauth_applications/{oauth_application_id}/logo`
///
/// Left to Clerk, and not checked before sending: the length and pattern of strings, the
/// bounds of floats, and rules between fields ("exactly one of these").
///
/// Nor can it express, since no operation needs it: headers of a request's own, a query beside a JSON
/// body, properties in the body of a DELETE (`#[body]` can), generics.
///
/// # In an editor
///
/// rust-analyzer completes the method, the keys and the attributes of fields, shows their docs, and
/// finds and renames fields and methods of `Client`. A request whose struct is being typed keeps the
/// fields that can be read. There is no completion inside the strings of the path and of `rate_limit`,
/// and the name of a placeholder in the path is not renamed with its field: the compiler then names
/// the placeholder.
///
/// Where this crate has another name in a `Cargo.toml`, put `extern crate other_name as
/// clerk_invite;` into the crate's root: what is generated names `::clerk_invite`.
pub use clerk_invite_macros::endpoint;

/// Declares an object inside a body: an item of a list, or a nested property.
///
/// Its fields are properties, by the rules of [`#[endpoint]`](macro@crate::endpoint), with
/// `#[rename]` and `#[range]`; it has `new`, setters and `Serialize`, and its ranges are checked
/// wherever it stands in a request: also in lists, maps and options of it, and in a type of your own
/// that implements [`Check`](crate::Check).
///
/// ```
/// use clerk_invite::{params, serde_json};
///
/// /// A member to add.
/// #[params]
/// pub struct NewMember {
///     /// The user.
///     pub user_id: String,
///     /// For how many days.
///     #[range(min = 1, max = 30)]
///     pub days: Option<u32>,
/// }
///
/// # fn main() -> serde_json::Result<()> {
/// let member = NewMember::new("user_1").days(7);
/// assert_eq!(serde_json::to_string(&member)?, r#"{"user_id":"user_1","days":7}"#);
/// # Ok(())
/// # }
/// ```
pub use clerk_invite_macros::params;

//! The people to invite, and the server's responses.

use std::fmt::Write as _;

/// The data of one invitation, as an application has it.
pub struct Person {
    pub email: String,
    pub team: String,
    pub seats: u32,
}

/// The metadata of an invitation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    /// Three keys, one of them an object with a list in it.
    Nested,
    /// Two keys: a string and a number.
    Flat,
}

/// The number of items on a full page.
pub const PAGE: usize = 500;

/// The number of items of the list, on all pages.
pub const LIST: usize = 5 * PAGE;

/// The organization whose rate limit is used up.
pub const LIMITED: &str = "org_2limited0J8zX1mB5sQbD7gH9kE3vW4tYu";

/// Any other organization.
pub const ORGANIZATION: &str = "org_2iBPDcuTXJ3UJ9yJ6PVX5mdNqRf";

/// The body of a response with the status 429.
pub const ERROR: &str = r#"{"errors":[{"code":"too_many_requests","message":"Too many requests","long_message":"Too many requests. Please try again in a bit.","meta":{"param_name":"invitations"}}],"clerk_trace_id":"0123456789abcdef0123456789abcdef"}"#;

impl Payload {
    /// The payload that a base URL stands for.
    pub fn of(url: &str) -> Self {
        if url.contains("/flat/") { Self::Flat } else { Self::Nested }
    }

    fn json(self, person: &Person) -> String {
        let Person { team, seats, .. } = person;
        match self {
            Self::Flat => format!(r#"{{"plan":"pro","seats":{seats}}}"#),
            Self::Nested => format!(
                r#"{{"plan":"pro","seats":{seats},"team":{{"name":"{team}","roles":["admin","writer"],"trial":false}}}}"#
            ),
        }
    }
}

fn person(n: usize) -> Person {
    Person {
        email: format!("somebody.number.{n}@example.com"),
        team: format!("team-{n}"),
        seats: u32::try_from(n % 100).unwrap_or(0) + 1,
    }
}

/// Ten people: one full bulk call.
pub fn people() -> Vec<Person> {
    (0..10).map(person).collect()
}

/// Ten invitations with every field there is, as compact as Clerk writes them; the link is as long
/// as one with a ticket in it.
pub fn reply(payload: Payload) -> String {
    list(0..10, |n| invitation(payload, n))
}

/// One invitation.
pub fn invitation(payload: Payload, n: usize) -> String {
    let (person, ticket) = (person(n), ticket());
    let (email, metadata) = (&person.email, payload.json(&person));
    format!(
        r#"{{"object":"invitation","id":"inv_2iBPDcuTXJ3UJ9yJ6PVX5md{n:04}","email_address":"{email}","public_metadata":{metadata},"revoked":false,"status":"pending","url":"https://accounts.example.com/v1/tickets/accept?ticket={ticket}","expires_at":171947520{n:04},"created_at":171688320{n:04},"updated_at":171688320{n:04}}}"#
    )
}

/// Ten invitations to an organization, by a user, in the envelope that Clerk puts around them.
pub fn organization_reply(payload: Payload) -> String {
    let item = |n: usize| {
        let (person, ticket) = (person(n), ticket());
        let (email, metadata) = (&person.email, payload.json(&person));
        format!(
            r#"{{"object":"organization_invitation","id":"orginv_2iBPDcuTXJ3UJ9yJ6PVX5md{n:04}","email_address":"{email}","role":"org:member","role_name":"Member","organization_id":"{ORGANIZATION}","inviter_id":"user_2iBPDcuTXJ3UJ9yJ6PVX5mdNqRf","public_inviter_data":{{"user_id":"user_2iBPDcuTXJ3UJ9yJ6PVX5mdNqRf","first_name":"Ann","last_name":"Example","image_url":"https://img.example.com/eyJ0eXBlIjoiZGVmYXVsdCIsImlpZCI6Imluc18yIn0","has_image":true,"identifier":"ann@example.com"}},"status":"pending","public_metadata":{metadata},"private_metadata":{{}},"url":"https://accounts.example.com/v1/tickets/accept?ticket={ticket}","expires_at":171947520{n:04},"created_at":171688320{n:04},"updated_at":171688320{n:04}}}"#
        )
    };
    format!(r#"{{"data":{},"total_count":10}}"#, list(0..10, item))
}

/// A page of the list, in its envelope if it is `paginated`, and bare otherwise.
pub fn page(payload: Payload, offset: usize, paginated: bool) -> String {
    let items = offset..(offset + PAGE).min(LIST.max(offset));
    let data = list(items, |n| invitation(payload, n));
    if paginated { format!(r#"{{"data":{data},"total_count":{LIST}}}"#) } else { data }
}

fn list(items: std::ops::Range<usize>, item: impl Fn(usize) -> String) -> String {
    let mut json = String::from("[");
    for n in items {
        let separator = if json.len() == 1 { "" } else { "," };
        let _ = write!(json, "{separator}{}", item(n));
    }
    json.push(']');
    json
}

fn ticket() -> String {
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9".repeat(6)
}

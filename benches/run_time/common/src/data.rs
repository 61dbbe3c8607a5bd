//! The people to invite, and the server's response.

use std::fmt::Write as _;

/// The data of one invitation, as an application has it.
pub struct Person {
    pub email: String,
    pub team: String,
    pub seats: u32,
}

/// Ten people: one full bulk call.
pub fn people() -> Vec<Person> {
    let person = |n: u32| Person {
        email: format!("somebody.number.{n}@example.com"),
        team: format!("team-{n}"),
        seats: n + 1,
    };
    (0..10).map(person).collect()
}

/// Ten invitations with every field there is, as compact as Clerk writes them; the link is as long
/// as one with a ticket in it.
pub fn reply() -> String {
    let mut json = String::from("[");
    for (n, person) in people().iter().enumerate() {
        let Person { email, team, seats } = person;
        let separator = if n == 0 { "" } else { "," };
        let ticket = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9".repeat(6);
        let _ = write!(
            json,
            r#"{separator}{{"object":"invitation","id":"inv_2iBPDcuTXJ3UJ9yJ6PVX5mdN{n:03}","email_address":"{email}","public_metadata":{{"plan":"pro","seats":{seats},"team":{{"name":"{team}","roles":["admin","writer"],"trial":false}}}},"revoked":false,"status":"pending","url":"https://accounts.example.com/v1/tickets/accept?ticket={ticket}","expires_at":1719475200{n:03},"created_at":1716883200{n:03},"updated_at":1716883200{n:03}}}"#
        );
    }
    json.push(']');
    json
}

//! The requests, from what the application knows.

use clerk_invite::{CreateInvitation, Metadata, NewOrganizationInvitation, json};
use common::{Payload, Person};

pub fn invitations(payload: Payload, people: &[Person]) -> Vec<CreateInvitation> {
    people.iter().map(|person| invitation(payload, person)).collect()
}

pub fn invitation(payload: Payload, person: &Person) -> CreateInvitation {
    CreateInvitation::new(person.email.as_str())
        .public_metadata(metadata(payload, person))
        .redirect_url("https://www.example.com/welcome")
        .notify(true)
        .expires_in_days(7)
}

pub fn organization_invitations(
    payload: Payload,
    people: &[Person],
) -> Vec<NewOrganizationInvitation> {
    let invitation = |person: &Person| {
        NewOrganizationInvitation::new(person.email.as_str(), "org:member")
            .inviter_user_id("user_2iBPDcuTXJ3UJ9yJ6PVX5mdNqRf")
            .public_metadata(metadata(payload, person))
            .redirect_url("https://www.example.com/welcome")
            .expires_in_days(7)
            .notify(true)
    };
    people.iter().map(invitation).collect()
}

fn metadata(payload: Payload, person: &Person) -> Metadata {
    match payload {
        Payload::Flat => json!({ "plan": "pro", "seats": person.seats }),
        Payload::Nested => json!({
            "plan": "pro",
            "seats": person.seats,
            "team": { "name": person.team, "roles": ["admin", "writer"], "trial": false },
        }),
    }
    .into()
}

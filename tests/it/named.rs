//! Whom an error names, and which items of the request that concerns.

use clerk_invite::bytes::Bytes;
use clerk_invite::http::Response;
use clerk_invite::{
    Codec, CreateInvitation, CreateInvitationBulk, CreateOrganizationInvitation,
    CreateOrganizationInvitationBulk, CreateWaitlistEntry, CreateWaitlistEntryBulk, Delivery,
    Endpoint, Error, FakeClerk, NewOrganizationInvitation, Page, endpoint, json, params,
};

fn error<E: Endpoint>(request: &E, status: u16, errors: &clerk_invite::serde_json::Value) -> Error {
    let body = json!({ "errors": errors }).to_string();
    decode(request, status, body).err().expect("a failure")
}

fn decode<E: Endpoint>(
    request: &E,
    status: u16,
    body: impl Into<Bytes>,
) -> Result<E::Response, Error> {
    let response = Response::builder().status(status).body(body.into()).expect("a response");
    Codec::new("sk_test_123").expect("a codec").decode(request, &response)
}

fn invitations(addresses: &[&str]) -> CreateInvitationBulk {
    CreateInvitationBulk::new(
        addresses.iter().map(|address| CreateInvitation::new(*address)).collect::<Vec<_>>(),
    )
}

fn to_organization(addresses: &[&str]) -> CreateOrganizationInvitationBulk {
    let invite = |address: &&str| NewOrganizationInvitation::new(*address, "org:member");
    CreateOrganizationInvitationBulk::new("org_1", addresses.iter().map(invite).collect::<Vec<_>>())
}

#[test]
fn meta_names_people_in_two_ways() {
    let request = invitations(&["a@example.com", "B@Example.com", "c@example.com"]);
    for field in ["email_addresses", "identifiers"] {
        let meta = json!({ field: ["b@example.com", "other@example.com"] });
        let error = error(&request, 403, &json!([{ "code": "x", "meta": meta }]));
        assert_eq!(error.addresses(), ["b@example.com", "other@example.com"], "{field}");
        assert_eq!(error.rejected_items(), [1], "{field}");
    }
}

#[test]
fn messages_name_people_of_the_request() {
    let addresses = [
        "ann@example.com",
        "o'brien&sons@corp.example",
        "jo.ann@example.com",
        "\"john doe\"@example.com",
        "ann@b\u{fc}cher.example",
    ];
    let request = to_organization(&addresses);
    for code in ["already_a_member_in_organization", "organization_invitation_not_unique"] {
        for (index, spelling) in [
            (0, "Ann@Example.com"),
            (1, "o'brien&sons@corp.example"),
            (2, "jo.ann@example.com"),
            (3, "\"john doe\"@example.com"),
            (4, "ann@xn--bcher-kva.example"),
        ] {
            for message in [
                format!("{spelling} is already a member of the organization."),
                format!("already a member: {spelling}."),
                format!("'{spelling}' has been invited"),
            ] {
                let errors = json!([{ "code": code, "message": "no", "long_message": message }]);
                let error = error(&request, 400, &errors);
                assert!(error.is_duplicate());
                assert_eq!(error.rejected_items(), [index], "{message}");
                assert_eq!(error.addresses(), [addresses[index]], "{message}");
                assert!(error.to_string().contains("[address]"), "{error}");
                assert!(!error.to_string().contains(spelling), "{error}");
            }
        }
        // Somebody of whom the request has no spelling is named all the same.
        let errors = json!([{ "code": code, "long_message": "x+y@gmail.com is a member." }]);
        let error = error(&request, 400, &errors);
        assert_eq!(error.addresses(), ["x+y@gmail.com"]);
        assert!(error.rejected_items().is_empty());
    }
}

#[test]
fn several_errors_name_several_people_once() {
    let request = to_organization(&["a@x.example", "b@x.example", "c@x.example", "A@x.example"]);
    let named = |address: &str| {
        let message = format!("{address} has a pending invitation.");
        json!({ "code": "organization_invitation_not_unique", "message": "no", "long_message": message })
    };
    let errors = json!([named("c@x.example"), named("a@x.example"), named("c@x.example")]);
    let error = error(&request, 400, &errors);
    assert_eq!(error.addresses(), ["c@x.example", "a@x.example"]);
    assert_eq!(error.rejected_items(), [0, 2, 3]);
}

#[test]
fn a_request_for_one_has_no_items() {
    let request = CreateOrganizationInvitation::new("org_1", "a@x.example", "org:member");
    let message = "a@x.example is already a member.";
    let errors = json!([{ "code": "already_a_member_in_organization", "long_message": message }]);
    let error = error(&request, 400, &errors);
    assert_eq!(error.addresses(), ["a@x.example"]);
    assert!(error.rejected_items().is_empty());
    // Nobody is named here.
    let missing = json!([{ "code": "form_param_missing", "message": "is missing" }]);
    assert!(self::error(&request, 422, &missing).addresses().is_empty());
}

#[test]
fn duplicates_on_the_waitlist() {
    let entries = CreateWaitlistEntryBulk::new([CreateWaitlistEntry::new("a@x.example")]);
    for (code, status) in [
        ("waitlist_entry_already_invited", 409),
        ("waitlist_entry_already_completed", 409),
        ("form_param_duplicate", 422),
    ] {
        let error = error(&entries, status, &json!([{ "code": code }]));
        assert!(error.is_duplicate(), "{code}");
        assert_eq!(error.delivery(), Delivery::Rejected);
    }
    let rejected = json!([{ "code": "waitlist_entry_already_rejected" }]);
    assert!(!error(&entries, 409, &rejected).is_duplicate());
    let elsewhere = invitations(&["a@x.example"]);
    let twice = json!([{ "code": "form_param_duplicate" }]);
    assert!(!error(&elsewhere, 422, &twice).is_duplicate());
}

/// Adds people to a list of a user's own.
#[endpoint(POST, "/lists/{list_id}/people", max_items = 3)]
#[returns(Page<clerk_invite::serde_json::Value>)]
struct AddPeople {
    list_id: String,
    #[body]
    people: Vec<NewPerson>,
}

/// A person.
#[params]
struct NewPerson {
    contact: String,
}

/// Tags people, and says nothing.
#[endpoint(POST, "/tags", max_items = 3)]
#[returns(())]
struct TagPeople {
    #[body]
    addresses: Vec<String>,
}

#[test]
fn any_declaration_has_people() {
    let request =
        AddPeople::new("l1", [NewPerson::new("a@x.example"), NewPerson::new("b@x.example")]);
    let errors = json!([{ "code": "x", "message": "b@x.example is there" }]);
    assert_eq!(error(&request, 422, &errors).rejected_items(), [1]);
    let request = TagPeople::new(["a@x.example".to_owned(), "b@x.example".to_owned()]);
    assert_eq!(error(&request, 422, &errors).rejected_items(), [1]);
}

#[test]
fn no_results_for_some_items_is_an_error() {
    let people = invitations(&["a@x.example", "b@x.example", "c@x.example"]);
    let check = |error: Error, name: &str| {
        assert_eq!(error.delivery(), Delivery::Accepted);
        assert_eq!(
            error.to_string(),
            format!(
                "{name} was carried out, but Clerk's response (200 OK) cannot be read: it has 0 \
                 results for 3 items"
            )
        );
    };
    let organization = to_organization(&["a@x.example", "b@x.example", "c@x.example"]);
    let pages = AddPeople::new("l1", ["a", "b", "c"].map(NewPerson::new));
    let tags = TagPeople::new(["a", "b", "c"].map(ToOwned::to_owned));
    for body in ["[]", " [ ] ", r#"{"data":[],"total_count":0}"#, r#"{"total_count":0,"data":[ ]}"#]
    {
        check(decode(&people, 200, body).expect_err(body), "CreateInvitationBulk");
        let error = decode(&organization, 200, body).expect_err(body);
        check(error, "CreateOrganizationInvitationBulk");
        check(decode(&pages, 200, body).expect_err(body), "AddPeople");
        check(decode(&tags, 200, body).expect_err(body), "TagPeople");
    }
    assert!(decode(&pages, 200, "[1]").is_ok());
}

#[tokio::test]
async fn a_list_that_was_sent_is_told_of_its_duplicates() {
    let fake = FakeClerk::start().await.expect("a port");
    let clerk = fake.client();
    clerk.send(invitations(&["b@x.example"])).await.expect("an invitation");
    let again = invitations(&["a@x.example", "B@x.example"]);
    let error = clerk.send(&again).await.expect_err("a duplicate");
    assert_eq!(error.rejected_items(), [1]);
    fake.add_organization("org_1");
    clerk.send(to_organization(&["b@x.example"])).await.expect("an invitation");
    let again = to_organization(&["a@x.example", "c@x.example", "b@x.example"]);
    let error = clerk.send(&again).await.expect_err("a duplicate");
    assert_eq!(error.rejected_items(), [2]);
    assert_eq!(error.addresses(), ["b@x.example"]);
}

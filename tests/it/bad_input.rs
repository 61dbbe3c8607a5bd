//! Invalid requests are typed errors, and nothing is sent.

use clerk_invite::{
    Client, CreateInvitation, CreateInvitationBulk, Delivery, Error, FakeClerk,
    NewOrganizationInvitation, Timeouts, json,
};

use crate::server::Server;

fn person() -> NewOrganizationInvitation {
    NewOrganizationInvitation::new("a@example.com", "org:admin")
}

async fn refused(
    call: impl Future<Output = Result<impl Sized, Error>>,
    server: &Server,
) -> (String, String) {
    let error = call.await.err().expect("a refusal");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(server.received().is_empty(), "something was sent");
    let invalid = error.invalid_request().expect("an invalid request");
    (invalid.field().to_owned(), error.to_string())
}

#[tokio::test]
async fn ids_that_would_name_another_path_are_refused() {
    let server = Server::json("200 OK", "[]").await;
    let client = server.client();
    for id in ["", ".", "..", "org\n1", "org\u{0}", "\u{7f}", "\u{9f}"] {
        let call = client.create_organization_invitation_bulk(id, [person()]);
        let (field, message) = refused(call, &server).await;
        assert_eq!(field, "organization_id", "{id:?}");
        assert!(message.contains("`organization_id`"), "{message}");
    }
}

#[tokio::test]
async fn strange_ids_arrive_as_that_one_id() {
    for (id, encoded) in [
        ("a/b", "a%2Fb"),
        ("a?b", "a%3Fb"),
        ("a#b", "a%23b"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("a b+c", "a%20b%2Bc"),
        ("örg", "%C3%B6rg"),
        ("..\\..", "..%5C.."),
        ("a;b=c&d:e@f", "a%3Bb%3Dc%26d%3Ae%40f"),
    ] {
        let server = Server::json("200 OK", "[]").await;
        let client = server.client();
        client.create_organization_invitation_bulk(id, [person()]).await.expect_err("no results");
        let target = format!("/v1/organizations/{encoded}/invitations/bulk");
        assert_eq!(server.only_request().target(), target);
    }
}

#[tokio::test]
async fn lists_are_counted_before_they_are_sent() {
    let server = Server::json("200 OK", "[]").await;
    let client = server.client();
    let (field, message) = refused(client.create_invitation_bulk(vec![]), &server).await;
    assert_eq!(field, "invitations");
    assert_eq!(
        message,
        "CreateInvitationBulk was not sent: `invitations` has no items, expected 1 to 10 items for \
         `POST /invitations/bulk`"
    );
    let eleven = vec![person(); 11];
    let call = client.create_organization_invitation_bulk("org_123", eleven);
    let (_, message) = refused(call, &server).await;
    assert!(message.contains("has 11 items, expected 1 to 10 items"), "{message}");
}

#[tokio::test]
async fn ranges_are_checked_inside_the_items_too() {
    let server = Server::json("200 OK", "[]").await;
    let client = server.client();
    let invitation = CreateInvitation::new("a@example.com");
    let call = client.create_invitation(invitation.clone().expires_in_days(0));
    let (field, message) = refused(call, &server).await;
    assert_eq!(field, "expires_in_days");
    assert!(message.ends_with("`expires_in_days` is 0, expected 1 to 365"), "{message}");
    let call = client.create_invitation_bulk([
        invitation.clone(),
        invitation.clone().expires_in_days(365),
        invitation.expires_in_days(366),
    ]);
    let (field, _) = refused(call, &server).await;
    assert_eq!(field, "invitations[2].expires_in_days");
}

#[tokio::test]
async fn metadata_must_be_an_object() {
    let server = Server::json("200 OK", "[]").await;
    let client = server.client();
    for (value, found) in [
        (json!([1]), "a list"),
        (json!("x"), "a string"),
        (json!(1), "a number"),
        (json!(null), "null"),
        (json!(true), "a boolean"),
    ] {
        let call = client.create_organization_invitation_bulk(
            "org_123",
            [person(), person().private_metadata(value)],
        );
        let (field, message) = refused(call, &server).await;
        assert_eq!(field, "invitations[1].private_metadata");
        assert!(message.ends_with(&format!("is {found}, expected a JSON object")), "{message}");
    }
}

#[tokio::test]
async fn an_endless_id_is_an_error_and_no_panic() {
    let server = Server::json("200 OK", "[]").await;
    let client = server.client();
    let id = "x".repeat(100_000);
    refused(client.create_organization_invitation_bulk(id, [person()]), &server).await;
}

#[test]
fn keys_are_trimmed_and_checked() {
    assert!(Client::new(" \tsk_test_123\n").is_ok());
    for (key, says) in [
        ("", "is empty"),
        (" \n", "is empty"),
        ("pk_test_123", "publishable key"),
        ("sk_test 123", "white space"),
        ("sk_test\n123", "white space"),
        ("sk_tést", "characters that no key has"),
    ] {
        let error = Client::new(key).expect_err(key);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.to_string().contains(says), "{error}");
    }
}

#[test]
fn base_urls_and_user_agents_are_checked() {
    for url in
        ["", "nonsense", "ftp://a", "http://api.clerk.com/v1", "https://a?b", "https://u:p@a"]
    {
        let error = Client::builder("sk_test_123").base_url(url).build().expect_err(url);
        assert!(error.to_string().starts_with("the base URL "), "{error}");
    }
    let builder = Client::builder("sk_test_123").base_url("http://clerk.internal/v1");
    assert!(builder.allow_http(true).build().is_ok());
    let builder = Client::builder("sk_test_123").user_agent("a\nb");
    assert!(builder.build().is_err());
}

#[test]
fn a_timeout_of_nothing_is_refused() {
    let quick = Timeouts::default().read(std::time::Duration::ZERO);
    let error = Client::builder("sk_test_123").timeouts(quick).build().expect_err("no time");
    assert!(error.to_string().starts_with("the timeout `read` is 0 s"), "{error}");
}

#[tokio::test]
async fn a_base_url_may_end_in_a_slash() {
    let server = Server::json("200 OK", "[]").await;
    let url = format!("{}/", server.base_url());
    let client = Client::builder("sk_test_123").base_url(url).build().expect("a client");
    let request = CreateInvitationBulk::new([CreateInvitation::new("a@example.com")]);
    client.send(request).await.expect_err("no results");
    assert_eq!(server.only_request().target(), "/v1/invitations/bulk");
}

/// JSON has no NaN, and `null` would clear the value.
#[test]
fn a_float_that_is_not_finite_is_refused() {
    #[clerk_invite::endpoint(PATCH, "/weights")]
    #[returns(())]
    struct SetWeights {
        weight: Option<f64>,
        others: Vec<f32>,
    }

    let codec = clerk_invite::Codec::new("sk_test_123").unwrap();
    for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = codec.encode(&SetWeights::new([]).weight(weight)).unwrap_err();
        assert_eq!(error.delivery(), clerk_invite::Delivery::NotSent);
        assert!(error.to_string().contains("`weight` is "), "{error}");
    }
    let error = codec.encode(&SetWeights::new([1.0, f32::NAN])).unwrap_err();
    assert!(error.to_string().contains("`others[1]` is NaN"), "{error}");

    #[clerk_invite::endpoint(GET, "/weights")]
    #[returns(())]
    struct ListWeights {
        least: Option<f64>,
    }
    let error = codec.encode(&ListWeights::new().least(f64::NAN)).unwrap_err();
    assert!(error.to_string().contains("`least` is NaN, expected a finite"), "{error}");
    let request = codec.encode(&SetWeights::new([1.5]).weight(2.5)).unwrap();
    assert_eq!(request.body(), r#"{"weight":2.5,"others":[1.5]}"#);
}

/// Also where only serde knows that there is a float.
#[test]
fn a_float_that_is_not_finite_is_found_in_types_of_ones_own() {
    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    enum Shape {
        Point,
        Circle { radius: f64 },
        Line(f64, f64),
    }
    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    struct Place {
        shapes: Vec<Shape>,
    }
    #[clerk_invite::endpoint(PATCH, "/places/{height}")]
    #[returns(())]
    struct SetPlace {
        height: f32,
        place: Place,
        pair: Option<(f64, f64)>,
    }

    let codec = clerk_invite::Codec::new("sk_test_123").unwrap();
    let place = |shapes: Vec<Shape>| Place { shapes };
    let refused = |request: &SetPlace| {
        let error = codec.encode(request).unwrap_err();
        error.invalid_request().expect("an invalid request").field().to_owned()
    };
    let circle = place(vec![Shape::Point, Shape::Circle { radius: f64::NAN }]);
    assert_eq!(refused(&SetPlace::new(1.0, circle)), "place.shapes[1].radius");
    let line = place(vec![Shape::Line(1.0, f64::INFINITY)]);
    assert_eq!(refused(&SetPlace::new(1.0, line)), "place.shapes[0][1]");
    let request = SetPlace::new(1.0, place(vec![])).pair((0.0, f64::NAN));
    assert_eq!(refused(&request), "pair[1]");
    assert_eq!(refused(&SetPlace::new(f32::NAN, place(vec![]))), "height");
    let shapes = vec![Shape::Point, Shape::Circle { radius: 1.5 }, Shape::Line(1.0, 2.0)];
    let request = codec.encode(&SetPlace::new(1.5, place(shapes)).pair((1.0, 2.0))).unwrap();
    assert_eq!(request.uri().path(), "/v1/places/1.5");
}

#[tokio::test]
async fn one_bad_address_of_ten_is_found_before_anything_is_sent() {
    let fake = FakeClerk::start().await.expect("a free port");
    for bad in ["", " ", "ana@example.com\r", "\u{feff}ana@example.com", "ana.example.com", "@ana"]
    {
        let mut people: Vec<_> =
            (0..10).map(|number| CreateInvitation::new(format!("p{number}@example.com"))).collect();
        people[3] = CreateInvitation::new(bad);
        let error = fake.client().create_invitation_bulk(people).await.expect_err(bad);
        assert_eq!(error.delivery(), Delivery::NotSent);
        let invalid = error.invalid_request().expect("an invalid request");
        assert_eq!(invalid.field(), "invitations[3].email_address");
        assert!(!error.to_string().contains("ana"), "{error}");
    }
    assert_eq!(fake.received().len(), 0);
}

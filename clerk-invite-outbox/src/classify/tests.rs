use clerk_invite::{Codec, CreateInvitation, CreateInvitationBulk, Error, http};

use super::classify;
use crate::calls::Found;
use crate::clock::Local;
use crate::entry::Details;
use crate::outcome::{Effect, Handled, RowOutcome};
use crate::states::Budget;
use crate::store::Moment;
use crate::store::call::{Call, CallRow};

fn row(id: i64, address: &str) -> CallRow {
    CallRow {
        id,
        address: address.to_owned(),
        person: address.to_lowercase(),
        role: None,
        details: Details::default(),
        calls: 0,
        share: 10,
        replaces: None,
        revoked: false,
    }
}

fn call(organization: &str, addresses: &[&str]) -> Call {
    Call {
        id: 1,
        token: String::new(),
        instance: String::new(),
        budget: Budget::ApplicationBulk,
        organization: organization.to_owned(),
        place: 1,
        rows: (1..).zip(addresses).map(|(id, address)| row(id, address)).collect(),
        claimed: Moment { now: 0, local: Local { boot: 0, wall: 0 } },
    }
}

fn found(id: &str, person: &str) -> Found {
    Found { id: id.to_owned(), person: person.to_owned(), role: None, created_at: 0 }
}

fn error(status: u16, body: &str) -> Result<Vec<Found>, Error> {
    let response = http::Response::builder().status(status).body(body.to_owned().into()).unwrap();
    let codec = Codec::new("sk_test_123").unwrap();
    let people = ["a@x.org", "B@x.org", "c@x.org"].map(CreateInvitation::new);
    let request = CreateInvitationBulk::new(people);
    Err(codec.decode(&request, &response).unwrap_err())
}

fn coded(code: &str) -> String {
    format!(r#"{{"errors":[{{"code":"{code}","message":"no","long_message":"no"}}]}}"#)
}

fn sent(id: &str) -> RowOutcome {
    let evidence = crate::states::Evidence::Response;
    RowOutcome::Sent { invitation: id.to_owned(), evidence }
}

#[test]
fn a_success_is_matched_by_person_then_by_position() {
    let call = call("", &["a@x", "B@x", "c@x"]);
    let list = [found("1", "c@x"), found("2", "other@x"), found("3", "a@x")];
    let outcome = classify(&call, &Ok(list.to_vec()));
    let expected = [(1, sent("3")), (2, sent("2")), (3, sent("1"))];
    assert!(outcome.rows == expected);
    assert_eq!(outcome.handled, Handled::Answered);

    let outcome = classify(&call, &Ok(vec![found("1", "c@x")]));
    assert_eq!(outcome.handled, Handled::Unknown);
    assert!(outcome.rows[2].1 == sent("1"));
    assert!(outcome.rows[0].1 == RowOutcome::Unknown { code: None });
}

#[test]
fn what_may_have_been_done_is_unknown() {
    let call = call("", &["a@x", "b@x"]);
    for result in [
        error(302, ""),
        error(408, &coded("x")),
        error(500, &coded("internal_clerk_error")),
        error(200, "<html>"),
        error(400, "<html>"),
        error(403, "{}"),
    ] {
        let outcome = classify(&call, &result);
        assert_eq!(outcome.handled, Handled::Unknown, "{result:?}", result = result.err());
        assert!(outcome.rows.iter().all(|row| row.1 == RowOutcome::Unknown { code: None }));
    }
}

#[test]
fn what_is_about_everybody_stops_or_pauses() {
    let application = call("", &["a@x", "b@x"]);
    let organization = call("org_1", &["a@x", "b@x"]);
    for (status, code, of_application, of_organization) in [
        (401, "clerk_key_invalid", "instance", "instance"),
        (402, "insufficient_seats", "place", "place"),
        (403, "organization_membership_quota_exceeded", "place", "place"),
        (400, "dev_monthly_email_limit_exceeded", "instance", "instance"),
        (404, "resource_not_found", "instance", "place"),
    ] {
        for (call, expected) in [(&application, of_application), (&organization, of_organization)] {
            let outcome = classify(call, &error(status, &coded(code)));
            let found = match outcome.effect {
                Effect::StopInstance(reason) if reason == code => "instance",
                Effect::StopPlace(reason) if reason == code => "place",
                _ => "nothing",
            };
            assert_eq!(found, expected, "{code}");
            assert!(outcome.rows.iter().all(|row| row.1 == RowOutcome::Back), "{code}");
        }
    }
    let outcome = classify(&application, &error(429, &coded("too_many_requests")));
    assert_eq!(outcome.effect, Effect::Pause(60_000));
    assert!(outcome.rows.iter().all(|row| row.1 == RowOutcome::Back));
}

#[test]
fn whom_a_refusal_names_is_settled_and_the_others_go_back() {
    let call = call("", &["a@x.org", "B@x.org", "c@x.org"]);
    let body = r#"{"errors":[{"code":"duplicate_record","message":"no",
        "meta":{"email_addresses":["b@X.org"]}}]}"#;
    let outcome = classify(&call, &error(400, body));
    assert!(matches!(outcome.rows[1].1, RowOutcome::Already { .. }));
    assert!(outcome.rows[0].1 == RowOutcome::Back && outcome.rows[2].1 == RowOutcome::Back);

    let body = r#"{"errors":[{"code":"already_a_member_in_organization","message":"no",
        "long_message":"c@x.org is a member."}]}"#;
    let outcome = classify(&call, &error(400, body));
    assert!(matches!(outcome.rows[2].1, RowOutcome::Already { .. }));

    let body = r#"{"errors":[{"code":"not_allowed_access","message":"no",
        "meta":{"identifiers":["a@x.org"]}}]}"#;
    let outcome = classify(&call, &error(403, body));
    assert!(matches!(outcome.rows[0].1, RowOutcome::Refused { .. }));
    assert_eq!(outcome.effect, Effect::None);
}

#[test]
fn whom_one_of_several_errors_names_goes_alone() {
    let call = call("", &["a@x.org", "B@x.org", "c@x.org"]);
    let body = r#"{"errors":[
        {"code":"duplicate_record","message":"no","meta":{"email_addresses":["a@x.org"]}},
        {"code":"form_param_format_invalid","message":"no","meta":{"email_addresses":["c@x.org"]}}]}"#;
    let outcome = classify(&call, &error(400, body));
    let suspect = RowOutcome::Suspect { among: 2 };
    assert!(outcome.rows == [(1, suspect.clone()), (2, RowOutcome::Back), (3, suspect)]);
}

#[test]
fn whom_a_refusal_does_not_name_goes_alone() {
    let outcome = classify(&call("", &["a@x", "b@x"]), &error(422, &coded("form_param_invalid")));
    assert!(outcome.rows.iter().all(|row| row.1 == RowOutcome::Suspect { among: 2 }));
    let outcome = classify(&call("", &["a@x"]), &error(422, &coded("form_param_invalid")));
    assert!(matches!(&outcome.rows[0].1, RowOutcome::Refused { code, .. }
        if code == "form_param_invalid"));
}

#[test]
fn a_duplicate_that_may_be_our_own_is_looked_up() {
    let mut call = call("", &["a@x"]);
    call.rows[0].calls = 1;
    let outcome = classify(&call, &error(400, &coded("duplicate_record")));
    assert_eq!(outcome.handled, Handled::Unknown);
    assert!(matches!(&outcome.rows[0].1, RowOutcome::Unknown { code: Some(_) }));
}

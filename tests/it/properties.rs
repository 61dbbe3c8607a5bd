//! Properties that hold for any input. `fuzz/run.sh` searches further.

use std::time::Duration;

use clerk_invite::bytes::Bytes;
use clerk_invite::http::{HeaderValue, Response, StatusCode};
use clerk_invite::{
    Codec, CreateInvitation, CreateOrganizationInvitationBulk, Delivery, NewOrganizationInvitation,
};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

fn codec() -> Codec {
    Codec::new("sk_test_123").expect("a codec")
}

fn invitation() -> CreateInvitation {
    CreateInvitation::new("somebody@example.com")
}

fn bulk() -> CreateOrganizationInvitationBulk {
    let person = NewOrganizationInvitation::new("somebody@example.com", "org:member");
    CreateOrganizationInvitationBulk::new("org_123", [person])
}

fn answer(status: u16, body: &[u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response
}

/// Bytes, and JSON that is nearly what Clerk writes.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let value = r#"(null|true|-?[0-9]{1,25}|"[^"\\]{0,9}"|\[\]|\{\}|\[\{"code":"x"\}\])"#;
    let key = "(id|email_address|status|created_at|updated_at|data|errors|clerk_trace_id|role|url)";
    let object = format!(r#"\{{("{key}":{value},){{0,8}}"object":{value}\}}"#);
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        proptest::string::string_regex(&object).expect("a pattern").prop_map(String::into_bytes),
        proptest::string::string_regex(&format!(r#"\{{"data":\[{object}\]\}}"#))
            .expect("a pattern")
            .prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn any_success_is_a_result_or_accepted_or_not_json(body in bodies()) {
        let response = answer(200, &body);
        let may_be = |delivery| match body.trim_ascii_start() {
            [] | [b'{' | b'[', ..] => delivery == Delivery::Accepted,
            _ => matches!(delivery, Delivery::Accepted | Delivery::Unknown),
        };
        if let Err(error) = codec().decode(&invitation(), &response) {
            prop_assert!(may_be(error.delivery()));
        }
        if let Err(error) = codec().decode(&bulk(), &response) {
            prop_assert!(may_be(error.delivery()));
        }
    }

    #[test]
    fn any_other_answer_is_what_its_status_says(status in 100..=999_u16, body in bodies()) {
        let response = answer(status, &body);
        prop_assume!(!response.status().is_success());
        let error = codec().decode(&invitation(), &response).expect_err("no success");
        let rejected = (400..500).contains(&status) && status != 408;
        let expected = if rejected { Delivery::Rejected } else { Delivery::Unknown };
        prop_assert_eq!(error.delivery(), expected);
        prop_assert!(error.to_string().contains(&status.to_string()));
    }

    #[test]
    fn no_address_is_shown(
        before in "[a-z .,:;(<\"'`]{0,9}", address in "[a-z0-9.+]{1,9}@[a-z0-9]{1,9}\\.[a-z]{2,3}",
        after in "[ .,:;)>\"'`!?]{0,3}",
    ) {
        let message = clerk_invite::json!({ "errors": [{
            "code": "x", "long_message": format!("{before} {address}{after}")
        }] });
        let response = answer(422, message.to_string().as_bytes());
        let error = codec().decode(&invitation(), &response).expect_err("no success");
        let shown = format!("{error} {error:?} {:?}", error.errors());
        prop_assert!(!shown.contains(&address), "{}", shown);
    }

    #[test]
    fn nobody_waits_longer_than_a_day(
        text in prop_oneof!["[ -~]{0,40}", "-?[0-9]{1,30}(\\.[0-9]{1,9})?", "Sun, [0-9]{2} Nov [0-9]{4} 08:49:37 GMT"],
    ) {
        let mut response = answer(429, b"");
        let value = HeaderValue::from_str(&text).expect("visible characters");
        response.headers_mut().insert("retry-after", value);
        let error = codec().decode(&invitation(), &response).expect_err("no success");
        let wait = error.retry_after();
        prop_assert!(wait.is_some() || text.parse::<u64>().is_err(), "{}", text);
        prop_assert!(wait.is_none_or(|wait| wait <= Duration::from_secs(86_400)), "{}", text);
    }

    #[test]
    fn an_id_is_refused_or_arrives_as_that_one_id(id in prop_oneof!["\\PC{0,20}", "[./%?#\\\\]{0,4}", any::<String>()]) {
        let person = NewOrganizationInvitation::new("a@example.com", "org:member");
        let request = CreateOrganizationInvitationBulk::new(id.as_str(), [person]);
        match codec().encode(&request) {
            Err(error) => {
                let no_id = matches!(id.as_str(), "" | "." | "..") || id.contains(char::is_control);
                prop_assert!(no_id, "{} for {:?}", error, id);
            }
            Ok(encoded) => {
                let path = encoded.uri().path();
                let segments: Vec<_> = path.split('/').collect();
                let ["", "v1", "organizations", segment, "invitations", "bulk"] = segments[..] else {
                    return Err(TestCaseError::fail(path.to_owned()));
                };
                prop_assert_eq!(percent_decode_str(segment).decode_utf8_lossy(), id);
                prop_assert_eq!(encoded.uri().query(), None);
            }
        }
    }
}

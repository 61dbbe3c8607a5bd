//! The tool `drift`: types of values, the lines that settle a difference, and files of other APIs.

use clerk_invite::{Endpoint, InvitationStatus, endpoint};
use clerk_invite_tools::drift::allowed::Allowed;
use clerk_invite_tools::drift::difference::Kind;
use clerk_invite_tools::drift::requests;
use clerk_invite_tools::openapi;

use crate::things::{CreateThings, FILE, ListThings, differences, differences_of};

#[test]
fn a_line_of_the_allow_list_explains_one_kind_of_difference() {
    let reason = "it is meant";
    let line = |kind| Allowed { operation: "ListThings", parameter: "limit", kind, reason };
    let file = FILE.replace("maximum: 500", "maximum: 501");
    let declared = [ListThings::INFO, CreateThings::INFO];
    let report = |file: &str, kind| {
        requests(&declared, &openapi::read(file).expect("a file"), &[line(kind)])
    };

    let explained = report(&file, Kind::Maximum);
    assert_eq!(explained.unexplained(), 0);
    // It is shown to those only who ask for it.
    assert_eq!(explained.to_string(), "1 difference explained, 0 to look at\n");
    assert!(explained.explained().contains(reason), "{}", explained.explained());
    // Another kind is not explained by it, and it explains nothing.
    assert_eq!(report(&file, Kind::Minimum).unexplained(), 2);
    assert_eq!(report(FILE, Kind::Maximum).unexplained(), 1);
}

#[test]
fn what_is_no_openapi_file_is_an_error() {
    for text in ["", "[]", "a: [", "paths: 1", "paths: {/a: {$ref: '#/nowhere'}}"] {
        assert!(openapi::read(text).is_err(), "{text:?} was read");
    }
}

#[test]
fn what_nothing_explains_comes_with_the_lines_that_settle_it() {
    let contract = |from: &str, to: &str| openapi::read(&FILE.replace(from, to)).expect("a file");
    let report = |from: &str, to: &str| {
        requests(&[ListThings::INFO, CreateThings::INFO], &contract(from, to), &[]).to_string()
    };
    let text = report("nullable: true, ", "");
    assert_eq!(
        text,
        "CreateThings [].days: nullable: yes here, no in the file\n    \
         declare `Option<_>`,\n    \
         or add to tools/src/drift/allowed.rs:\n    \
         Allowed { operation: \"CreateThings\", parameter: \"[].days\", kind: Kind::Nullable, \
         reason: \"..\" },\n\
         0 differences explained, 1 to look at\n"
    );
    for (from, to, line) in [
        ("maximum: 500", "maximum: 501", "declare `#[range(max = 501)]`"),
        ("maxItems: 10", "maxItems: 11", "declare `max_items = 11`"),
        ("name: {type: string}", "name: {type: integer}", "a type that is sent as integer"),
        ("name: {type: string}", "name: {type: string, pattern: x}", "Kind::Pattern"),
        ("name: {type: string}", "name: {type: string, maxLength: 5}", "Kind::Length"),
        ("name: {type: string}", "name: {type: string, format: email}", "the format `email`"),
        ("maximum: 365", "format: int64", "remove `max`"),
        ("required: [name]", "x: 1", "declare `Option<_>`"),
        ("days: {", "more: {}\n                    days: {", "declare `more: Option<_>`"),
        ("days: {", "days: {deprecated: true, ", "declare `#[deprecated]`"),
    ] {
        let text = report(from, to);
        assert!(text.contains(line), "{from}: {to}\n{text}");
    }
}

#[test]
fn another_type_format_pattern_or_length() {
    let declared = [ListThings::INFO, CreateThings::INFO];
    for (from, to, what) in [
        ("name: {type: string}", "name: {type: boolean}", "[].name: type: string / boolean"),
        ("name: {type: string}", "name: {type: object}", "[].name: type: string / object"),
        (
            "name: {type: string}",
            "name: {type: string, format: email}",
            "[].name: format: none / email",
        ),
        (
            "name: {type: string}",
            "name: {type: string, pattern: '^x$'}",
            "[].name: pattern: none / ^x$",
        ),
        (
            "name: {type: string}",
            "name: {type: string, minLength: 1, maxLength: 9}",
            "[].name: length: none / 1 to 9",
        ),
        ("days: {type: integer", "days: {type: number", "[].days: type: integer / number"),
    ] {
        let found = differences(&declared, &FILE.replace(from, to));
        assert_eq!(found, [format!("CreateThings {what}")]);
    }
}

#[test]
fn an_integer_type_that_holds_less_than_the_contract_allows() {
    #[endpoint(GET, "/things/{thing_id}/invitations")]
    #[returns(())]
    struct ListThings {
        thing_id: String,
        #[range(min = 1, max = 200)]
        limit: Option<u8>,
        status: Option<Vec<InvitationStatus>>,
    }
    assert_eq!(
        differences_of(ListThings::INFO),
        ["ListThings limit: maximum: 200 / 500", "ListThings limit: format: 0 to 255 / 1 to 500",]
    );
}

#[test]
fn a_file_of_another_api_is_recognised() {
    for title in ["Clerk Frontend API", "Swagger Petstore", ""] {
        let error = openapi::read(&FILE.replace("Clerk Backend API", title)).expect_err(title);
        let text = error.to_string();
        assert!(text.contains("not Clerk's Backend API") && text.contains(title), "{text}");
    }
}

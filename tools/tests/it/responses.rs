//! The tool `drift`, on responses: what a model drops and what it cannot read is reported.

use clerk_invite::serde::Deserialize;
use clerk_invite::{Page, endpoint};
use clerk_invite_tools::drift::drift;
use clerk_invite_tools::drift::responses::Declared;
use clerk_invite_tools::openapi;

/// One operation that responds with a thing.
const FILE: &str = "
openapi: 3.0.3
info: {title: Clerk Backend API, version: '2026-05-12'}
paths:
  /thing:
    get:
      operationId: GetThing
      responses:
        '200':
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
components:
  schemas:
    Thing:
      type: object
      required: [id, count, tags]
      properties:
        id: {type: string}
        count: {type: integer}
        tags: {type: array, items: {type: string}}
        owner:
          type: object
          nullable: true
          required: [id]
          properties: {id: {type: string}}
";

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct Thing {
    #[allow(dead_code)]
    id: String,
    #[allow(dead_code)]
    count: i64,
    #[allow(dead_code)]
    tags: Vec<String>,
    #[allow(dead_code)]
    owner: Option<Owner>,
}

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct Owner {
    #[allow(dead_code)]
    id: String,
}

/// Gets a thing.
#[endpoint(GET, "/thing")]
#[returns(Thing)]
struct GetThing;

/// The differences reported, as `parameter: what: declared / clerk`.
fn differences(declared: &Declared, file: &str) -> Vec<String> {
    let contract = openapi::read(file).expect("the contract");
    let report = drift(std::slice::from_ref(declared), &contract, &[]).json();
    let line = |difference: &serde_json::Value| {
        let [parameter, kind, declared, clerk] = ["parameter", "kind", "declared", "clerk"]
            .map(|key| difference[key].as_str().expect("text").to_owned());
        format!("{parameter}: {kind}: {declared} / {clerk}")
    };
    report["differences"].as_array().expect("a list").iter().map(line).collect()
}

/// The differences reported of `GetThing` after a change of the file.
fn after(from: &str, to: &str) -> Vec<String> {
    let file = FILE.replace(from, to);
    assert_ne!(file, FILE, "{from}");
    differences(&Declared::of::<GetThing>(), &file)
}

#[test]
fn a_model_of_all_properties_is_no_difference() {
    assert_eq!(differences(&Declared::of::<GetThing>(), FILE), [""; 0]);
    // A value more of an enum, a bound, or a description change nothing that is read.
    assert_eq!(after("count: {type: integer}", "count: {type: integer, minimum: 3}"), [""; 0]);
}

#[test]
fn a_property_that_the_model_drops() {
    assert_eq!(
        after("count: {type: integer}", "count: {type: integer}\n        new: {type: boolean}"),
        ["response.new: dropped from the response:  / boolean"]
    );
    assert_eq!(
        after("properties: {id:", "properties: {name: {type: string}, id:"),
        ["response.owner.name: dropped from the response:  / string"]
    );
}

#[test]
fn a_property_of_another_type() {
    assert_eq!(
        after("count: {type: integer}", "count: {type: string}"),
        [
            "response.count: unreadable response: invalid type: string \"text\", expected i64 / string"
        ]
    );
    assert_eq!(
        after("items: {type: string}", "items: {type: integer}"),
        ["response.tags[]: unreadable response: invalid type: integer `1`, expected a string / \
          integer"]
    );
}

#[test]
fn several_properties_of_other_types_are_all_reported() {
    let found = after(
        "id: {type: string}\n        count: {type: integer}",
        "id: {type: integer}\n        count: {type: boolean}",
    );
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_property_that_can_be_missing_or_null() {
    assert_eq!(
        after("required: [id, count, tags]", "required: [id, tags]"),
        ["response.count: unreadable response: missing field `count` / can be missing"]
    );
    assert_eq!(
        after("id: {type: string}\n", "id: {type: string, nullable: true}\n"),
        ["response.id: unreadable response: invalid type: null, expected a string / can be null"]
    );
}

#[test]
fn a_list_is_read_from_both_of_its_shapes() {
    #[endpoint(GET, "/thing")]
    #[returns(Vec<Thing>)]
    struct ListThings;
    #[endpoint(GET, "/thing")]
    #[returns(Page<Thing>)]
    struct PageOfThings;
    let bare = FILE.replace(
        "schema: {$ref: '#/components/schemas/Thing'}",
        "schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}",
    );
    let page = FILE.replace(
        "schema: {$ref: '#/components/schemas/Thing'}",
        "schema: {type: object, required: [data, total_count], properties: {data: {type: array, \
         items: {$ref: '#/components/schemas/Thing'}}, total_count: {type: integer}}}",
    );
    for file in [&bare, &page] {
        let with_more = file.replace(
            "count: {type: integer}\n",
            "count: {type: integer}\n        new: {type: string}\n",
        );
        for declared in [Declared::of::<ListThings>(), Declared::of::<PageOfThings>()] {
            assert_eq!(differences(&declared, file), [""; 0]);
            assert_eq!(differences(&declared, &with_more).len(), 1);
        }
    }
    assert_ne!(differences(&Declared::of::<GetThing>(), &bare), [""; 0]);
}

#[test]
fn each_of_several_types_is_read() {
    let found =
        after("count: {type: integer}", "count: {oneOf: [{type: integer}, {type: string}]}");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_response_that_is_not_read_at_all() {
    #[endpoint(GET, "/thing")]
    #[returns(())]
    struct Nothing;
    assert_eq!(
        differences(&Declared::of::<Nothing>(), FILE),
        ["response: dropped from the response: () / object"]
    );
}

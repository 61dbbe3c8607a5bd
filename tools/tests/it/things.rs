//! Two operations on things: in a file of the contract, and declared.

use clerk_invite::{Endpoint, EndpointInfo, InvitationStatus, endpoint, params};
use clerk_invite_tools::drift::requests;
use clerk_invite_tools::openapi;

/// Two operations, of which the second is a list.
pub(crate) const FILE: &str = "
openapi: 3.0.3
info: {title: Clerk Backend API, version: '2026-05-12'}
paths:
  /things/{thing_id}/invitations:
    get:
      operationId: ListThings
      parameters:
      - {name: thing_id, in: path, required: true, schema: {type: string}}
      - $ref: '#/components/parameters/Limit'
      - name: status
        in: query
        schema: {type: array, items: {type: string, enum: [pending, accepted, revoked, expired]}}
    post:
      operationId: CreateThings
      parameters:
      - {name: thing_id, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: array
              minItems: 1
              maxItems: 10
              items:
                allOf:
                - type: object
                  required: [name]
                  properties:
                    name: {type: string}
                - properties:
                    days: {type: integer, nullable: true, minimum: 1, maximum: 365}
  /elsewhere:
    get: {operationId: Elsewhere}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 500}}
";

/// Lists things.
#[endpoint(GET, "/things/{thing_id}/invitations")]
#[returns(())]
pub(crate) struct ListThings {
    pub(crate) thing_id: String,
    #[range(min = 1, max = 500)]
    pub(crate) limit: Option<u32>,
    pub(crate) status: Option<Vec<InvitationStatus>>,
}

/// Creates things.
#[endpoint(POST, "/things/{thing_id}/invitations", max_items = 10)]
#[returns(())]
pub(crate) struct CreateThings {
    pub(crate) thing_id: String,
    #[body]
    pub(crate) things: Vec<Thing>,
}

#[params]
pub(crate) struct Thing {
    pub(crate) name: String,
    #[range(min = 1, max = 365)]
    pub(crate) days: clerk_invite::Nullable<u32>,
}

/// The differences reported, as `parameter: what: declared / clerk`.
pub(crate) fn differences(declared: &[EndpointInfo], file: &str) -> Vec<String> {
    let contract = openapi::read(file).expect("an OpenAPI file");
    let report = requests(declared, &contract, &[]).json();
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    let line = |difference: &serde_json::Value| {
        let [operation, parameter, kind, declared, clerk] =
            ["operation", "parameter", "kind", "declared", "clerk"]
                .map(|key| text(&difference[key]));
        format!("{operation} {parameter}: {kind}: {declared} / {clerk}")
    };
    report["differences"].as_array().expect("a list").iter().map(line).collect()
}

/// The differences reported of one declaration beyond those of the right ones.
pub(crate) fn differences_of(changed: EndpointInfo) -> Vec<String> {
    let mut declared = vec![ListThings::INFO, CreateThings::INFO];
    declared.retain(|info| info.method != changed.method);
    declared.push(changed);
    differences(&declared, FILE)
}

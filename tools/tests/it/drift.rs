//! The tool `drift`: every way in which a declaration and Clerk's file can differ is reported.

use clerk_invite::{
    ENDPOINTS, Endpoint, EndpointInfo, InvitationStatus, ParameterInfo, ParameterLocation,
    endpoint, params,
};
use clerk_invite_tools::drift::allowed::{ALLOWED, Allowed};
use clerk_invite_tools::drift::difference::Kind;
use clerk_invite_tools::drift::requests;
use clerk_invite_tools::openapi;

use crate::things::{CreateThings, FILE, ListThings, differences, differences_of};

#[test]
fn what_is_the_same_is_no_difference() {
    assert_eq!(differences(&[ListThings::INFO, CreateThings::INFO], FILE), [""; 0]);
}

#[test]
fn an_operation_that_is_not_declared() {
    assert_eq!(
        differences(&[ListThings::INFO], FILE),
        ["CreateThings : not declared:  / POST /things/{thing_id}/invitations"]
    );
    // Neither what Clerk has deprecated nor what has nothing to do with invitations.
    let deprecated =
        FILE.replace("operationId: CreateThings", "operationId: X\n      deprecated: true");
    assert_eq!(differences(&[ListThings::INFO], &deprecated), [""; 0]);
}

#[test]
fn an_operation_that_clerk_no_longer_has() {
    #[endpoint(GET, "/others")]
    #[returns(())]
    struct Other;
    let declared = [ListThings::INFO, CreateThings::INFO, Other::INFO];
    assert_eq!(differences(&declared, FILE), ["Other : no such operation: GET /others / "]);
    let deprecated =
        FILE.replace("operationId: CreateThings", "operationId: X\n      deprecated: true");
    assert_eq!(
        differences(&[ListThings::INFO, CreateThings::INFO], &deprecated),
        ["CreateThings : deprecated: no / yes"]
    );
}

#[test]
fn another_method_or_path() {
    let file = FILE.replace("    post:", "    put:").replace("{thing_id}/inv", "{id}/inv");
    let found = differences(&[ListThings::INFO, CreateThings::INFO], &file);
    let path = "path: /things/{thing_id}/invitations / /things/{id}/invitations";
    assert!(found.contains(&format!("ListThings : {path}")), "{found:?}");
    assert!(found.contains(&"CreateThings : method: POST / PUT".to_owned()), "{found:?}");
}

#[test]
fn another_bound_name_place_or_need() {
    #[endpoint(GET, "/things/{thing_id}/invitations")]
    #[returns(())]
    struct ListThings {
        thing_id: String,
        #[range(min = 0)]
        limit: u32,
        state: Option<InvitationStatus>,
    }
    assert_eq!(
        differences_of(ListThings::INFO),
        [
            "ListThings limit: required: yes / no",
            "ListThings limit: minimum: 0 / 1",
            "ListThings limit: maximum: none / 500",
            "ListThings state: extra parameter: declared / ",
            "ListThings status: missing parameter:  / optional",
        ]
    );
    let in_body =
        FILE.replace("in: query, schema: {type: integer", "in: path, schema: {type: integer");
    let found = differences(&[self::ListThings::INFO, CreateThings::INFO], &in_body);
    assert_eq!(found, ["ListThings limit: extra parameter: declared / "]);
}

#[test]
fn other_enum_values_or_one_instead_of_a_list() {
    let file =
        FILE.replace("type: array, items: {type: string, enum: [pending, accepted", "x: {enum: [a");
    let file =
        file.replace("x: {enum: [a, revoked, expired]}", "type: string, enum: [pending, new]");
    assert_eq!(
        differences(&[ListThings::INFO, CreateThings::INFO], &file),
        [
            "ListThings status: list: yes / no",
            "ListThings status: enum values: accepted, expired, pending, revoked / new, pending",
        ]
    );
}

#[test]
fn another_cap_or_item() {
    #[endpoint(POST, "/things/{thing_id}/invitations", max_items = 11)]
    #[returns(())]
    struct CreateThings {
        thing_id: String,
        #[body]
        things: Vec<Item>,
    }
    #[params]
    struct Item {
        name: Option<String>,
        #[range(min = 1, max = 364)]
        days: Option<u32>,
    }
    assert_eq!(
        differences_of(CreateThings::INFO),
        [
            "CreateThings : cap: 1 to 11 / 1 to 10",
            "CreateThings [].name: required: no / yes",
            "CreateThings [].days: nullable: no / yes",
            "CreateThings [].days: maximum: 364 / 365",
        ]
    );
}

#[test]
fn a_body_of_another_shape_or_need() {
    let declared = [ListThings::INFO, CreateThings::INFO];
    let optional = FILE.replace("        required: true\n        content", "        content");
    assert_eq!(differences(&declared, &optional), ["CreateThings : required: yes / no"]);
    let object =
        FILE.replace("type: array\n              minItems", "properties: {a: {}}\n              x");
    assert_eq!(
        differences(&declared, &object),
        [
            "CreateThings a: missing parameter:  / optional",
            "CreateThings : body: one value / properties or none",
        ]
    );
}

#[test]
fn another_way_to_say_the_same_is_no_difference() {
    let declared = [ListThings::INFO, CreateThings::INFO];
    for (one, other) in [
        ("maximum: 500", "maximum: 500.0"),
        ("maximum: 500", "maximum: 501, exclusiveMaximum: true"),
        ("minimum: 1, maximum: 500", "exclusiveMinimum: 0, maximum: 500"),
        ("application/json", "application/json; charset=utf-8"),
        ("type: integer, nullable: true", "type: [integer, 'null']"),
        (
            "{type: integer, nullable: true, minimum: 1, maximum: 365}",
            "{anyOf: [{type: integer, minimum: 1, maximum: 365}, {type: 'null'}]}",
        ),
        ("#/components/parameters/Limit", "#/components/%70arameters/Limit"),
    ] {
        let file = FILE.replace(one, other);
        assert_ne!(file, FILE, "{one}");
        assert_eq!(differences(&declared, &file), [""; 0], "{other}");
    }
}

#[test]
fn what_yaml_1_1_took_for_booleans_are_strings() {
    let file = FILE.replace("revoked, expired]", "revoked, expired, off, no, y]");
    assert_eq!(
        differences(&[ListThings::INFO, CreateThings::INFO], &file),
        ["ListThings status: enum values: accepted, expired, pending, revoked / \
             accepted, expired, no, off, pending, revoked, y"]
    );
}

#[test]
fn operations_are_told_apart_by_their_route() {
    let declared = [ListThings::INFO, CreateThings::INFO];
    for (path, id) in [
        ("/things/{id}/invitation_settings", "ListThings"),
        ("/waitlist", ""),
        ("/other", "Other\n      tags: [Invitations]"),
    ] {
        let file = FILE.replace(
            "  /elsewhere:\n    get: {operationId: Elsewhere}",
            &format!("  {path}:\n    delete:\n      operationId: {id}\n"),
        );
        let found = differences(&declared, &file);
        assert_eq!(found.len(), 1, "{path}: {found:?}");
        assert!(found[0].contains(&format!("not declared:  / DELETE {path}")), "{found:?}");
    }
}

#[test]
fn a_schema_that_holds_itself_ends() {
    let file =
        FILE.replace("allOf:", "allOf:\n                - $ref: '#/components/schemas/Loop'");
    let file = file
        + "  schemas:\n    Loop:\n      allOf: [{$ref: '#/components/schemas/Loop'}]\n      \
                       properties: {again: {$ref: '#/components/schemas/Loop'}}\n";
    let found = differences(&[ListThings::INFO, CreateThings::INFO], &file);
    assert_eq!(found, ["CreateThings [].again: missing parameter:  / optional"]);
}

/// The real declarations against the real file, where it lies beside the project.
#[test]
fn changing_anything_in_the_real_declarations_is_found() {
    let Some(file) = crate::contract::text("clerk-bapi-2026-05-12.yml") else { return };
    let contract = openapi::read(&file).expect("an OpenAPI file");
    let unexplained =
        |declared: &[EndpointInfo]| requests(declared, &contract, ALLOWED).unexplained();
    assert_eq!(unexplained(ENDPOINTS), 0);

    for (index, endpoint) in ENDPOINTS.iter().enumerate() {
        let with = |change: &dyn Fn(&mut EndpointInfo)| {
            let mut declared = ENDPOINTS.to_vec();
            change(&mut declared[index]);
            unexplained(&declared)
        };
        let unlisted = |allowed: &Allowed| {
            allowed.operation == endpoint.name && allowed.kind == Kind::NoSuchOperation
        };
        if ALLOWED.iter().any(unlisted) {
            continue;
        }
        assert_ne!(with(&|endpoint| endpoint.path = "/elsewhere"), 0);
        if endpoint.max_items.is_some() {
            assert_ne!(with(&|endpoint| endpoint.max_items = Some(7)), 0);
            assert_ne!(with(&|endpoint| endpoint.max_items = None), 0);
        }
        for parameter in 0..endpoint.parameters.len() {
            let with_parameter = |change: &dyn Fn(&mut ParameterInfo)| {
                with(&|endpoint| {
                    let mut parameters = endpoint.parameters.to_vec();
                    change(&mut parameters[parameter]);
                    endpoint.parameters = parameters.leak();
                })
            };
            let ParameterInfo { location, min, max, .. } = endpoint.parameters[parameter];
            let named = !endpoint.parameters[parameter].name.is_empty();
            if location == ParameterLocation::Path || !named {
                continue;
            }
            assert_ne!(with_parameter(&|parameter| parameter.name = "another"), 0);
            assert_ne!(with_parameter(&|parameter| parameter.required = !parameter.required), 0);
            if min.or(max).is_some() {
                assert_ne!(with_parameter(&|parameter| parameter.max = Some(7)), 0);
                assert_ne!(with_parameter(&|parameter| parameter.min = Some(7)), 0);
            }
        }
    }
}

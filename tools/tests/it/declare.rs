//! The tool `declare`: what a declaration says, and what it says that it cannot.

use clerk_invite_tools::declare::remark::DeclareError;
use clerk_invite_tools::declare::{Declaration, Options, declare, declare_all};
use clerk_invite_tools::openapi::{self, Contract};

/// One operation of each kind.
const FILE: &str = "
openapi: 3.0.3
info: {title: Clerk Backend API, version: '2026-05-12'}
paths:
  /things/{thingID}:
    patch:
      operationId: updateThing
      tags: [Big Things]
      deprecated: true
      parameters:
      - {name: thingID, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [type, inner]
              properties:
                type: {type: string, enum: [big, '-big', 'other']}
                thingID: {type: string, pattern: '^x$'}
                new: {type: string, nullable: true, deprecated: true}
                seconds: {type: integer, minimum: 0, maximum: 315360000, default: 60}
                inner: {type: object, properties: {count: {type: integer, format: int32}}}
                tags: {type: array, maxItems: 5, items: {type: string}}
                labels: {type: object, additionalProperties: {type: string, nullable: true}}
                metadata: {type: object, additionalProperties: true}
                anything: {}
      responses:
        '200':
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
  /things:
    get:
      operationId: ListThings
      parameters:
      - {name: ids, in: query, style: form, explode: false, schema: {type: array, items: {type: string}}}
      - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}
      - {name: X-Trace, in: header, schema: {type: string}}
      responses:
        '200':
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {type: array, items: {$ref: '#/components/schemas/Thing'}}
                  total_count: {type: integer}
    put:
      operationId: UploadThing
      requestBody: {content: {multipart/form-data: {schema: {type: object}}}}
    post:
      operationId: AskBeside
      parameters: [{name: q, in: query, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {a: {}}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [id, kind]
      properties:
        id: {type: string}
        kind: {type: string, enum: [a, b]}
        parent: {$ref: '#/components/schemas/Thing'}
        error: {oneOf: [{type: string}, {type: integer}]}
";

fn contract() -> Contract {
    openapi::read(FILE).expect("the contract")
}

fn written(id: &str, options: Options) -> Declaration {
    declare(&contract(), id, options).expect("a declaration")
}

#[test]
fn a_declaration_says_what_the_contract_says() {
    let Declaration { name, module, text, .. } = written("updateThing", Options::default());
    assert_eq!((name.as_str(), module.as_str()), ("UpdateThing", "update_thing"));
    for part in [
        "//! `PATCH /things/{thingID}`\n",
        "tag/big-things/PATCH/things/%7BthingID%7D",
        "#[endpoint(PATCH, \"/things/{thing_id}\")]\n#[returns(Thing)]\n#[deprecated]\n",
        "    pub thing_id: String,\n",
        "    pub r#type: UpdateThingType,\n",
        "Big = \"big\"",
        "NotBig = \"-big\"",
        "OtherValue = \"other\"",
        "    #[rename = \"thingID\"]\n    pub thing_id_: Option<String>,\n",
        "    #[deprecated]\n    #[rename = \"new\"]\n    pub new_: Nullable<String>,\n",
        "Default: `60`. 0 to 315360000.",
        "    #[range(min = 0, max = 315_360_000)]\n    pub seconds: Option<u32>,\n",
        "    pub inner: UpdateThingInner,\n",
        "#[params]\npub struct UpdateThingInner {\n",
        "    pub count: Option<i32>,\n",
        "    #[range(max = 5)]\n    pub tags: Option<Vec<String>>,\n",
        "    pub labels: Option<BTreeMap<String, Option<String>>>,\n",
        "    pub metadata: Option<Metadata>,\n",
        "    pub anything: Option<Value>,\n",
        "    pub kind: ThingKind,\n",
        "    #[serde(default)]\n    pub parent: Option<Box<Thing>>,\n",
        "    // declare: one of several types; written as any JSON.\n",
        "/// TODO: say what it does; `PATCH /things/{thingID}`.\n",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // The value of the path and that of the body are two fields; each sentence is marked.
    assert_eq!(text.matches("thing_id").count(), 3, "{text}");
    let sentences = text.lines().filter(|line| line.trim().starts_with("/// TODO:")).count();
    assert_eq!(sentences, text.matches("TODO:").count());
}

#[test]
fn a_method_of_the_client_is_written_for_those_who_ask() {
    let options = Options { client_methods: true };
    assert!(written("updateThing", options).text.contains(", client_method(update_thing))]"));
    assert!(!written("updateThing", Options::default()).text.contains("client_method"));
}

#[test]
fn what_cannot_be_said_is_said_at_the_place_and_at_the_end() {
    let Declaration { text, remarks, .. } = written("ListThings", Options::default());
    let remarks: Vec<_> = remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        remarks,
        [
            "ListThings, `X-Trace`: in a header, which a declaration has none of: left out",
            "ListThings, `ids`: several values with `,` between them: written as a string",
            "ListThings, `filter`: a query has scalars and lists of scalars: written as a string",
        ]
    );
    assert_eq!(text.matches("// declare: ").count(), 4, "{text}");
    assert!(text.contains("#[returns(Page<Thing>)]"), "{text}");
    let pattern = &written("updateThing", Options::default()).remarks[0];
    assert_eq!(pattern.to_string(), "UpdateThing, `thingID`: the pattern `^x$` is left to Clerk");
}

#[test]
fn what_cannot_be_declared_is_refused() {
    let error = |id: &str| declare(&contract(), id, Options::default()).expect_err(id);
    assert_eq!(error("UploadThing"), DeclareError::ContentType("multipart/form-data".to_owned()));
    assert_eq!(error("AskBeside"), DeclareError::QueryBesideBody("q".to_owned()));
    assert_eq!(
        error("UpdateThing").to_string(),
        "no operation `UpdateThing` in this file: did you mean `updateThing`?"
    );
}

#[test]
fn all_are_written_with_their_models_beside_them() {
    let all = declare_all(&contract(), Options::default());
    let names: Vec<_> = all.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["update_thing.rs", "list_things.rs", "mod.rs", "models/thing.rs", "models/mod.rs"]
    );
    let text = |name: &str| &all.files.iter().find(|(file, _)| file == name).expect(name).1;
    assert!(
        text("mod.rs").ends_with("pub mod list_things;\npub mod models;\npub mod update_thing;\n")
    );
    assert!(text("list_things.rs").contains("\nuse super::models::Thing;\n"));
    assert!(
        text("models/mod.rs").ends_with("\nmod thing;\n\npub use thing::{Thing, ThingKind};\n")
    );
    let refused: Vec<_> = all.refused.iter().map(|(operation, _)| operation.as_str()).collect();
    assert_eq!(refused, ["AskBeside", "UploadThing"]);
}

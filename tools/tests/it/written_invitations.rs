//! The written declarations of the invitation operations, compared with those in `specs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clerk_invite_tools::declare::{Options, declare};
use clerk_invite_tools::drift::allowed::ALLOWED;
use clerk_invite_tools::drift::difference::Kind;
use clerk_invite_tools::openapi;
use quote::ToTokens as _;

/// Types that are strings, with more meaning than the contract gives them.
const NEWTYPES: &[&str] = &[
    "EmailAddress",
    "Identifier",
    "InvitationId",
    "OrganizationId",
    "RedirectUrl",
    "OrganizationInvitationId",
    "UserId",
    "WaitlistEntryId",
];
/// The enums of the crate.
const ENUMS: &[&str] = &["InvitationStatus", "TemplateSlug", "WaitlistEntryStatus"];

/// The request of a declaration: a type and a range for each field.
#[derive(Debug, PartialEq)]
struct Declaration {
    name: String,
    route: String,
    max_items: Option<String>,
    fields: BTreeMap<String, (String, Option<String>)>,
}

/// A file's structs and enums.
struct File {
    structs: BTreeMap<String, syn::ItemStruct>,
    enums: BTreeSet<String>,
}

impl File {
    fn parse(source: &str) -> Self {
        let (mut structs, mut enums) = (BTreeMap::new(), BTreeSet::new());
        for item in syn::parse_file(source).expect("Rust").items {
            match item {
                syn::Item::Struct(item) => drop(structs.insert(item.ident.to_string(), item)),
                syn::Item::Macro(item) => {
                    let tokens = item.mac.tokens.to_string();
                    let name = tokens.split("enum ").nth(1).and_then(|rest| rest.split(' ').next());
                    enums.extend(name.map(ToOwned::to_owned));
                }
                _ => {}
            }
        }
        Self { structs, enums }
    }

    /// Adds the structs of other files, which this one may name.
    fn with(mut self, others: &BTreeMap<String, syn::ItemStruct>) -> Self {
        for (name, item) in others {
            let mut item = item.clone();
            // There is one endpoint in a file.
            item.attrs.clear();
            self.structs.entry(name.clone()).or_insert(item);
        }
        self
    }

    fn declaration(&self) -> Declaration {
        let attribute = |item: &syn::ItemStruct| argument(&item.attrs, "endpoint");
        let (name, arguments) = self
            .structs
            .iter()
            .find_map(|(name, item)| Some((name.clone(), attribute(item)?)))
            .expect("an endpoint");
        let arguments: Vec<_> = arguments.split(',').map(str::trim).collect();
        let cap = arguments.iter().find_map(|argument| argument.strip_prefix("max_items = "));
        let mut fields = BTreeMap::new();
        self.fields(&name, "", &mut fields);
        // Placeholders are names.
        let path = arguments[1].split('/').map(|s| if s.starts_with('{') { "{}" } else { s });
        let path = path.collect::<Vec<_>>().join("/").replace('"', "");
        Declaration {
            route: format!("{} {path}", arguments[0]),
            max_items: cap.map(ToOwned::to_owned),
            name,
            fields,
        }
    }

    fn fields(
        &self,
        name: &str,
        prefix: &str,
        found: &mut BTreeMap<String, (String, Option<String>)>,
    ) {
        for field in &self.structs[name].fields {
            let is_body = field.attrs.iter().any(|attribute| attribute.path().is_ident("body"));
            let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let name = if is_body { String::new() } else { ident };
            let mut ty = field.ty.to_token_stream().to_string().replace(' ', "");
            for word in ty.clone().split(|letter: char| !letter.is_alphanumeric()) {
                if NEWTYPES.contains(&word) {
                    ty = ty.replace(word, "String");
                } else if ENUMS.contains(&word) || self.enums.contains(word) {
                    ty = ty.replace(word, "enum");
                } else if self.structs.contains_key(word) {
                    let dot = if ty.contains("Vec<") { "[]." } else { "." };
                    self.fields(word, &format!("{prefix}{name}{dot}"), found);
                    ty = ty.replace(word, "object");
                }
            }
            let range = argument(&field.attrs, "range");
            found.insert(format!("{prefix}{name}"), (ty, range));
        }
    }
}

/// The tokens in an attribute's parentheses.
fn argument(attributes: &[syn::Attribute], name: &str) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident(name))?;
    match &attribute.meta {
        syn::Meta::List(list) => Some(list.tokens.to_string()),
        _ => None,
    }
}

fn is_allowed(operation: &str, parameter: &str, kind: Kind) -> bool {
    ALLOWED
        .iter()
        .any(|line| line.operation == operation && line.parameter == parameter && line.kind == kind)
}

/// The differences, apart from those that `allowed.rs` explains.
fn differences(ours: &Declaration, written: &Declaration) -> Vec<String> {
    let mut found = Vec::new();
    if ours.max_items != written.max_items {
        found.push(format!("max_items: {:?} / {:?}", ours.max_items, written.max_items));
    }
    let names: BTreeSet<_> = ours.fields.keys().chain(written.fields.keys()).collect();
    for name in names {
        // The name of a placeholder is a name.
        let (ours_field, theirs) = (ours.fields.get(name), written.fields.get(name));
        let mut expected = ours_field.cloned();
        if let Some((ty, _)) = &mut expected {
            if is_allowed(&ours.name, name, Kind::Nullable) {
                *ty = ty.replacen("Option<", "Nullable<", 1);
            }
            if is_allowed(&ours.name, name, Kind::List) {
                *ty = ty.replacen("Vec<", "", 1).replacen('>', "", 1);
            }
        }
        if expected.as_ref() != theirs {
            found.push(format!("{name}: {ours_field:?} / {theirs:?}"));
        }
    }
    found
}

#[test]
fn the_written_invitations_differ_from_the_specs_in_names_and_meaning_only() {
    let Some(text) = crate::contract::text("clerk-bapi-2026-05-12.yml") else { return };
    let contract = openapi::read(&text).expect("the contract");
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(specs).expect("specs") {
        let path = entry.expect("a file").path();
        if !path.ends_with("mod.rs") {
            files.push(File::parse(&std::fs::read_to_string(&path).expect("a file")));
        }
    }
    let all = files.iter().flat_map(|file| file.structs.clone()).collect();
    let mut compared = 0;
    for file in files {
        let ours = file.with(&all).declaration();
        if is_allowed(&ours.name, "", Kind::NoSuchOperation) {
            continue;
        }
        let operation = contract.operations.iter().find(|operation| {
            let path = operation.path.split('/');
            let path = path.map(|s| if s.starts_with('{') { "{}" } else { s });
            let path = path.collect::<Vec<_>>().join("/");
            format!("{} {path}", operation.method) == ours.route
        });
        let id = &operation.unwrap_or_else(|| panic!("{} is not there", ours.route)).id;
        let written = declare(&contract, id, Options::default()).expect("a declaration");
        let written = File::parse(&written.text).declaration();
        let found = differences(&ours, &written);
        assert!(found.is_empty(), "{}:\n{}", ours.name, found.join("\n"));
        compared += 1;
    }
    assert!(compared >= 17, "{compared}");
}

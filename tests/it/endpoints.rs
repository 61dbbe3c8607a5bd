//! The declarations as data, and the list of all endpoints.

use std::collections::BTreeSet;

use clerk_invite::{
    CreateOrganizationInvitationBulk, ENDPOINTS, Endpoint, ListInvitations, Nullable,
    ParameterLocation, RateLimit, endpoint, params,
};

#[test]
fn every_file_in_specs_is_listed_and_has_a_method_of_its_name() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/specs")).expect("specs");
    let files = files.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    let files: BTreeSet<_> =
        files.filter(|file| file != "mod.rs").map(|file| file.replace(".rs", "")).collect();
    let methods = ENDPOINTS.iter().map(|endpoint| endpoint.client_method.expect("a method"));
    assert_eq!(methods.map(ToOwned::to_owned).collect::<BTreeSet<_>>(), files);
    assert_eq!(ENDPOINTS.len(), files.len());
    for endpoint in ENDPOINTS {
        assert!(!endpoint.docs.is_empty(), "{} has no docs", endpoint.name);
        for parameter in endpoint.parameters {
            assert!(!parameter.docs.is_empty(), "{} {}", endpoint.name, parameter.name);
        }
    }
}

#[test]
fn an_operation_describes_itself() {
    let info = CreateOrganizationInvitationBulk::INFO;
    assert_eq!(info.name, "CreateOrganizationInvitationBulk");
    assert_eq!(info.method, "POST");
    assert_eq!(info.path, "/organizations/{organization_id}/invitations/bulk");
    assert_eq!(info.client_method, Some("create_organization_invitation_bulk"));
    assert_eq!(info.rate_limit, Some(RateLimit::new(50, std::time::Duration::from_secs(3600))));
    assert_eq!(info.max_items, Some(10));
    assert_eq!(info.docs, "Invites up to ten people to join an organization in one request.");
    let [organization, body] = info.parameters else { panic!("{:?}", info.parameters) };
    assert_eq!(
        (organization.name, organization.location),
        ("organization_id", ParameterLocation::Path)
    );
    assert!(organization.required);
    assert_eq!((body.name, body.location, body.list), ("", ParameterLocation::Body, true));
    assert_eq!((body.min, body.max), (Some(1), Some(10)));
    let fields: Vec<_> = body.fields().map(|field| (field.name, field.required)).collect();
    assert_eq!(
        fields,
        [
            ("email_address", true),
            ("role", true),
            ("inviter_user_id", false),
            ("public_metadata", false),
            ("private_metadata", false),
            ("redirect_url", false),
            ("expires_in_days", false),
            ("notify", false),
        ]
    );
    let days = body.fields().find(|field| field.name == "expires_in_days").expect("it is there");
    assert_eq!((days.min, days.max), (Some(1), Some(365)));
    assert_eq!(
        days.docs,
        "The number of days for which the invitation can be accepted: 1 to 365. Defaults to 30."
    );

    let status = &ListInvitations::INFO.parameters[0];
    assert_eq!(
        (status.name, status.location, status.required),
        ("status", ParameterLocation::Query, false)
    );
    assert_eq!(status.values, ["pending", "accepted", "revoked", "expired"]);
    let by_reference = <&ListInvitations as Endpoint>::INFO;
    assert_eq!(format!("{by_reference:?}"), format!("{:?}", ListInvitations::INFO));
}

#[test]
fn a_declaration_of_another_crate_describes_itself() {
    /// Changes
    /// a thing.
    ///
    /// More.
    #[endpoint(PATCH, "/things/{type}")]
    #[returns(())]
    struct ChangeThing {
        r#type: String,
        /// Its name.
        #[rename = "newName"]
        name: Nullable<String>,
        #[range(max = 5)]
        tags: Option<Vec<String>>,
        inside: Option<Vec<Inside>>,
        #[cfg(any())]
        never: bool,
        other: std::time::Duration,
    }
    #[params]
    struct Inside {
        deeper: Option<Box<Deeper>>,
    }
    #[params]
    struct Deeper {
        count: u8,
    }
    let info = ChangeThing::INFO;
    assert_eq!((info.docs, info.client_method), ("Changes a thing.", None));
    let [r#type, name, tags, inside, other] = info.parameters else { panic!("{info:?}") };
    assert_eq!((r#type.name, r#type.location), ("type", ParameterLocation::Path));
    assert_eq!((name.name, name.required, name.nullable), ("newName", false, true));
    assert_eq!((name.docs, other.docs), ("Its name.", ""));
    assert_eq!((tags.list, tags.min, tags.max), (true, None, Some(5)));
    assert!(inside.list && !other.list && other.required);
    let deeper = inside.fields().next().expect("a field");
    let count = deeper.fields().next().expect("a field");
    assert_eq!((deeper.name, count.name, count.required), ("deeper", "count", true));
    assert_eq!(other.fields().count() + tags.fields().count() + count.fields().count(), 0);
}

//! Sends what this crate declares, to `FakeClerk` and to a server of its own, with nothing but
//! `clerk-invite` and a runtime.
#![deny(missing_docs, unused, clippy::pedantic)]

use clerk_invite::{
    endpoint, json, Client, CreateInvitation, Delivery, Endpoint, FakeClerk, Invitation, Metadata,
};
use downstream::{instance, organizations, sessions, users};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Invites one person, by a declaration of this crate's own.
#[endpoint(POST, "/invitations", rate_limit = "100/hour")]
#[returns(Invitation)]
pub struct Invite {
    /// The address to invite.
    pub email_address: String,
    /// Becomes the person's public metadata.
    pub public_metadata: Option<Metadata>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result {
    invite().await?;
    of_users().await?;
    of_organizations().await?;
    of_sessions().await?;
    of_the_instance().await?;
    println!("downstream: all sent");
    Ok(())
}

async fn invite() -> Result {
    let fake = FakeClerk::start().await?;
    let clerk = fake.client();
    let metadata = Metadata::new().with("plan", "pro");
    let invitation = clerk.send(Invite::new("own@example.com").public_metadata(metadata)).await?;
    assert_eq!(invitation.email_address, "own@example.com");
    assert_eq!(fake.invitations_to("own@example.com"), 1);

    let again = clerk.create_invitation(CreateInvitation::new("own@example.com")).await;
    let error = again.err().ok_or("a duplicate was taken")?;
    assert!(error.is_duplicate());
    assert_eq!(error.delivery(), Delivery::Rejected);
    Ok(())
}

async fn of_users() -> Result {
    let request = users::ReplaceUserEmailAddress::new("user_1", "a@example.com")
        .identification_status(users::IdentificationStatus::Reserved);
    let answer = r#"{"id":"idn_1","email_address":"a@example.com","reserved":true}"#;
    let (line, body, address) = sent(request, answer).await?;
    assert_eq!(line, "PUT /v1/users/user_1/email_address");
    assert_eq!(body, r#"{"email_address":"a@example.com","identification_status":"reserved"}"#);
    assert!(address.reserved);

    let request = users::DeleteAllowlistIdentifier::new("alid_1");
    let answer = r#"{"object":"allowlist_identifier","id":"alid_1","deleted":true}"#;
    let (line, body, deleted) = sent(request, answer).await?;
    assert_eq!((line.as_str(), body.as_str()), ("DELETE /v1/allowlist_identifiers/alid_1", ""));
    assert!(deleted.deleted);
    Ok(())
}

async fn of_organizations() -> Result {
    use organizations::{EnrollmentMode, EnrollmentModes, RoleSetType};

    let modes = EnrollmentModes(vec![EnrollmentMode::Manual, EnrollmentMode::Suggestion]);
    let request = organizations::ListAllOrganizationDomains::new()
        .verified(true)
        .enrollment_mode(modes)
        .domains(["a.example".to_owned(), "b.example".to_owned()])
        .limit(2);
    let answer = r#"{"total_count":7,"data":[{"id":"orgdmn_1","organization_id":"org_1",
        "name":"a.example","created_at":1}]}"#;
    let (line, _, page) = sent(request, answer).await?;
    assert_eq!(
        line,
        "GET /v1/organization_domains?verified=true&enrollment_mode=manual_invitation%2C\
         automatic_suggestion&domains=a.example&domains=b.example&limit=2"
    );
    assert_eq!((page.items.len(), page.total), (1, Some(7)));

    let request = organizations::ListOrganizationMemberships::new("org_1")
        .user_id(["user_1".into(), "user_2".into()])
        .role(vec!["org:admin".to_owned()]);
    let answer = r#"{"data":[{"id":"orgmem_1","role":"org:admin"}],"total_count":1}"#;
    let (line, _, page) = sent(request, answer).await?;
    assert_eq!(
        line,
        "GET /v1/organizations/org_1/memberships?user_id=user_1&user_id=user_2&role=org%3Aadmin"
    );
    assert_eq!(page.items[0].role, "org:admin");

    let roles = vec!["org:member".to_owned()];
    let request = organizations::CreateRoleSet::new("Staff", "org:member", "org:member", roles)
        .r#type(RoleSetType::Custom);
    let answer = r#"{"id":"rs_1","key":"role_set:staff","type":"custom"}"#;
    let (line, body, set) = sent(request, answer).await?;
    assert_eq!(line, "POST /v1/role_sets");
    assert_eq!(
        body,
        r#"{"name":"Staff","default_role_key":"org:member","creator_role_key":"org:member","roles":["org:member"],"type":"custom"}"#
    );
    assert_eq!(set.r#type, RoleSetType::Custom);
    Ok(())
}

async fn of_sessions() -> Result {
    use sessions::{Format, Refreshed, Token, TokenOptions};

    let answer = r#"{"object":"token","jwt":"a.b.c"}"#;
    let (line, body, token) = sent(sessions::CreateSessionToken::new("sess_1"), answer).await?;
    assert_eq!((line.as_str(), body.as_str()), ("POST /v1/sessions/sess_1/tokens", ""));
    assert_eq!(token, Token { jwt: "a.b.c".to_owned() });
    let options = TokenOptions::new().expires_in_seconds(60);
    let request = sessions::CreateSessionToken::new("sess_1").options(options);
    assert_eq!(sent(request, answer).await?.1, r#"{"expires_in_seconds":60}"#);

    let request = || {
        sessions::RefreshSession::new("sess_1", "old", "refresh", "https://a.example")
            .request_headers(json!({ "Accept": ["*/*"] }))
    };
    let (_, body, refreshed) = sent(request(), answer).await?;
    assert_eq!(
        body,
        r#"{"expired_token":"old","refresh_token":"refresh","request_origin":"https://a.example","request_headers":{"Accept":["*/*"]}}"#
    );
    assert_eq!(refreshed, Refreshed::Token(token));
    let answer = r#"{"object":"cookies","cookies":["a=b"]}"#;
    let (_, _, refreshed) = sent(request().format(Format::Cookie), answer).await?;
    assert_eq!(refreshed, Refreshed::Cookies { cookies: vec!["a=b".to_owned()] });

    #[expect(deprecated, reason = "whoever uses it is warned, and nobody else")]
    let request = sessions::GetClientList::new().limit(1);
    let (line, _, devices) = sent(request, r#"[{"id":"client_1"}]"#).await?;
    assert_eq!(line, "GET /v1/clients?limit=1");
    assert_eq!(devices.len(), 1);
    Ok(())
}

async fn of_the_instance() -> Result {
    let request = instance::UpdateDomain::new("dmn_1").name("b.example").proxy_url(None);
    let answer = r#"{"id":"dmn_1","name":"b.example","proxy_url":null}"#;
    let (line, body, domain) = sent(request, answer).await?;
    assert_eq!(line, "PATCH /v1/domains/dmn_1");
    assert_eq!(body, r#"{"name":"b.example","proxy_url":null}"#);
    assert_eq!(domain.proxy_url, None);

    let request = instance::UpdateInstance::new()
        .test_mode(true)
        .preferred_sign_in_strategy_when_password_required(instance::Strategy::None);
    let (line, body, ()) = sent(request, "").await?;
    assert_eq!(line, "PATCH /v1/instance");
    assert_eq!(
        body,
        r#"{"test_mode":true,"preferred_sign_in_strategy_when_password_required":""}"#
    );
    Ok(())
}

/// Sends a request to a server that responds with this: its first line up to the version, its body,
/// and the result.
async fn sent<E: Endpoint>(request: E, answer: &str) -> Result<(String, String, E::Response)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base_url = format!("http://{}/v1", listener.local_addr()?);
    let clerk = Client::builder("sk_test_123").base_url(base_url).build()?;
    let status = if answer.is_empty() { "204 No Content" } else { "200 OK" };
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{answer}", answer.len());
    let (received, result) = tokio::join!(serve(&listener, &answer), clerk.send(request));
    let received = received?;
    let (head, body) = received.split_once("\r\n\r\n").ok_or("no head")?;
    let line = head.split(" HTTP/1.1").next().unwrap_or_default();
    Ok((line.to_owned(), body.to_owned(), result?))
}

/// Reads one request and responds to it.
async fn serve(listener: &TcpListener, answer: &str) -> Result<String> {
    let (mut stream, _) = listener.accept().await?;
    let mut received = String::new();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk).await?;
        received += std::str::from_utf8(&chunk[..count])?;
        let Some((head, body)) = received.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.unwrap_or("0").parse()? {
            break;
        }
    }
    stream.write_all(answer.as_bytes()).await?;
    Ok(received)
}

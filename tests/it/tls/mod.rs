//! TLS with a private certificate authority, which signed `server.pem` for this machine. The files were
//! made with openssl and are valid for a hundred years; the authority's key was thrown away.

use std::process::Command;
use std::sync::Arc;

use clerk_invite::{Client, ClientBuilder, CreateInvitation, Delivery, Error, Invitation};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const AUTHORITY: &str = include_str!("authority.pem");
const OTHER_AUTHORITY: &str = include_str!("other_authority.pem");

const INVITATION: &str = concat!(
    r#"{"object":"invitation","id":"inv_1","email_address":"a@example.com","status":"pending","#,
    r#""created_at":1,"updated_at":1}"#
);

/// Serves one invitation to everybody who trusts it.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("https://{}/v1", listener.local_addr().expect("a bound socket"));
    let certificate = CertificateDer::from_pem_slice(include_bytes!("server.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("server_key.pem")).expect("a key");
    let config = rustls::ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.expect("a certificate")], key)
        .expect("a pair");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 8192];
            let _ = stream.read(&mut request).await;
            let length = INVITATION.len();
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
            let response = format!("{head}Content-Length: {length}\r\n\r\n{INVITATION}");
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn trusting(pem: &str) -> rustls::ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    let certificate = CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
    roots.add(certificate).expect("a root");
    rustls::ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

async fn invite(
    url: &str,
    set: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<Invitation, Error> {
    let client = set(Client::builder("sk_test_123").base_url(url)).build()?;
    client.create_invitation(CreateInvitation::new("a@example.com")).await
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_when_it_is_named() {
    let url = serve().await;
    let error = invite(&url, |builder| builder).await.expect_err("an unknown issuer");
    assert_eq!(error.delivery(), Delivery::NotSent);
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");

    let both = format!("{OTHER_AUTHORITY}\n{AUTHORITY}");
    invite(&url, |builder| builder.add_root_certificates(AUTHORITY)).await.expect("a success");
    invite(&url, |builder| builder.only_root_certificates(AUTHORITY)).await.expect("a success");
    invite(&url, |builder| builder.only_root_certificates(both)).await.expect("a success");
    let added = |builder: ClientBuilder| {
        builder.only_root_certificates(OTHER_AUTHORITY).add_root_certificates(AUTHORITY)
    };
    invite(&url, added).await.expect("a success");
    let replaced = |builder: ClientBuilder| {
        builder.add_root_certificates(AUTHORITY).only_root_certificates(OTHER_AUTHORITY)
    };
    let error = invite(&url, replaced).await.expect_err("another issuer");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[tokio::test]
async fn a_configuration_of_ones_own_replaces_ours() {
    let url = serve().await;
    let own = |builder: ClientBuilder| {
        builder.http_client(|http| http.tls_backend_preconfigured(trusting(AUTHORITY)))
    };
    invite(&url, own).await.expect("a success");
}

#[test]
fn certificates_that_cannot_be_read_are_refused() {
    let broken = AUTHORITY.replace("MII", "M!!");
    for pem in ["", "ca.pem", include_str!("server_key.pem"), broken.as_str()] {
        for builder in [
            Client::builder("sk_test_123").add_root_certificates(pem),
            Client::builder("sk_test_123").only_root_certificates(pem),
        ] {
            let error = builder.build().expect_err(pem).to_string();
            assert!(error.contains("-----BEGIN CERTIFICATE-----"), "{error}");
        }
    }
}

#[test]
fn danger_is_refused() {
    for (name, builder) in [
        (
            "tls_danger_accept_invalid_certs",
            Client::builder("sk_test_123").http_client(|h| h.tls_danger_accept_invalid_certs(true)),
        ),
        (
            "tls_danger_accept_invalid_hostnames",
            Client::builder("sk_test_123")
                .http_client(|h| h.tls_danger_accept_invalid_hostnames(true)),
        ),
    ] {
        let error = builder.build().expect_err(name).to_string();
        assert!(error.contains(name) && error.contains("add_root_certificates"), "{error}");
    }
}

const CASE: &str = "CLERK_INVITE_TEST_WITHOUT_CERTIFICATES";

/// Runs itself again in a process whose system has no certificates.
#[test]
fn a_system_without_certificates() {
    if std::env::var_os(CASE).is_none() {
        let mut child = Command::new(std::env::current_exe().expect("a test binary"));
        child.args(["--exact", "tls::a_system_without_certificates"]).env(CASE, "child");
        child.env("SSL_CERT_FILE", "/nonexistent").env("SSL_CERT_DIR", "/nonexistent");
        let output = child.output().expect("a child process");
        assert!(output.status.success(), "{output:?}");
        return;
    }
    let error = Client::new("sk_test_123").expect_err("no certificates").to_string();
    assert!(error.contains("ca-certificates") && error.contains("SSL_CERT_FILE"), "{error}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let url = serve().await;
        invite(&url, |builder| builder.add_root_certificates(AUTHORITY)).await.expect("a success");
        let own = |builder: ClientBuilder| {
            builder.http_client(|http| http.tls_backend_preconfigured(trusting(AUTHORITY)))
        };
        invite(&url, own).await.expect("a success");
        let none = |builder: ClientBuilder| builder.http_client(|http| http);
        let error = invite(&url, none).await.expect_err("nobody to trust");
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.to_string().contains("SSL_CERT_FILE"), "{error}");
    });
}

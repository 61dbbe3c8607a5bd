//! TLS, by the feature that is on.

use reqwest::ClientBuilder;

use crate::error::Error;

/// Root certificates of the caller.
#[cfg_attr(not(any(feature = "rustls", feature = "native-tls")), allow(dead_code))]
#[derive(Default)]
pub(crate) struct RootCertificates {
    /// Trusts no other.
    pub(crate) only: bool,
    pub(crate) pem: Vec<Vec<u8>>,
}

/// Configures rustls ready made, so that reqwest needs no process-wide crypto provider.
///
/// `lenient` defers the error of a system without certificates to the first connection, for callers who
/// may bring a configuration of their own.
#[cfg(feature = "rustls")]
pub(crate) fn configure(
    builder: ClientBuilder,
    https: bool,
    roots: &RootCertificates,
    lenient: bool,
) -> Result<ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::client::danger::ServerCertVerifier;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::Verifier;

    let failed = |error: rustls::Error| Error::config(format!("TLS cannot be set up: {error}"));
    let mut own: Vec<CertificateDer<'static>> = Vec::new();
    for pem in &roots.pem {
        let before = own.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            own.push(certificate.map_err(|_| no_certificate())?);
        }
        if own.len() == before {
            return Err(no_certificate());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let config = if roots.only || !https {
        // Without `https` nothing is ever verified, so a machine without certificates will do.
        let mut store = RootCertStore::empty();
        for certificate in own {
            store.add(certificate).map_err(|_| no_certificate())?;
        }
        config.with_root_certificates(store)
    } else {
        let brought = !own.is_empty();
        let verifier: Arc<dyn ServerCertVerifier> =
            match Verifier::new_with_extra_roots(own, Arc::clone(&provider)) {
                Ok(verifier) => Arc::new(verifier),
                Err(_) if brought => return Err(no_certificate()),
                Err(error) if lenient => {
                    Arc::new(no_roots::NoRoots { error: no_system_roots(&error), provider })
                }
                Err(error) => return Err(Error::config(no_system_roots(&error))),
            };
        config.dangerous().with_custom_certificate_verifier(verifier)
    };
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

#[cfg(feature = "rustls")]
fn no_system_roots(error: &rustls::Error) -> String {
    format!(
        "TLS cannot be set up: {error}. Install the package `ca-certificates`, point `SSL_CERT_FILE` \
         to a file of certificates, or use `ClientBuilder::only_root_certificates`"
    )
}

/// Adds the caller's certificates to the operating system's TLS.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn configure(
    builder: ClientBuilder,
    _https: bool,
    roots: &RootCertificates,
    _lenient: bool,
) -> Result<ClientBuilder, Error> {
    let mut own = Vec::new();
    for pem in &roots.pem {
        let certificates = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
        if certificates.is_empty() {
            return Err(no_certificate());
        }
        own.extend(certificates);
    }
    let builder = builder.tls_backend_native();
    Ok(if roots.only { builder.tls_certs_only(own) } else { builder.tls_certs_merge(own) })
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn no_certificate() -> Error {
    Error::config(
        "the root certificates hold one that cannot be read, or none: expected PEM, which begins \
         with `-----BEGIN CERTIFICATE-----`",
    )
}

/// Refuses `https`: there is no TLS.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn configure(
    builder: ClientBuilder,
    https: bool,
    _roots: &RootCertificates,
    _lenient: bool,
) -> Result<ClientBuilder, Error> {
    if https {
        return Err(Error::config(
            "`https` needs one of the features `rustls` and `native-tls` of clerk-invite",
        ));
    }
    Ok(builder)
}

#[cfg(feature = "rustls")]
mod no_roots {
    use std::sync::Arc;

    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::crypto::CryptoProvider;
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{DigitallySignedStruct, Error, SignatureScheme};

    /// Trusts nobody, and says why.
    #[derive(Debug)]
    pub(super) struct NoRoots {
        pub(super) error: String,
        pub(super) provider: Arc<CryptoProvider>,
    }

    impl NoRoots {
        fn refuse<T>(&self) -> Result<T, Error> {
            Err(Error::General(self.error.clone()))
        }
    }

    impl ServerCertVerifier for NoRoots {
        fn verify_server_cert(
            &self,
            _end_entity: &CertificateDer<'_>,
            _intermediates: &[CertificateDer<'_>],
            _server_name: &ServerName<'_>,
            _ocsp_response: &[u8],
            _now: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            self.refuse()
        }

        fn verify_tls12_signature(
            &self,
            _message: &[u8],
            _cert: &CertificateDer<'_>,
            _dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            self.refuse()
        }

        fn verify_tls13_signature(
            &self,
            _message: &[u8],
            _cert: &CertificateDer<'_>,
            _dss: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            self.refuse()
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.provider.signature_verification_algorithms.supported_schemes()
        }
    }
}

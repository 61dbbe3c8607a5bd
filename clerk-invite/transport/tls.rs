//! TLS, by whichever feature is on.

use reqwest::ClientBuilder;

use crate::error::Error;

/// rustls, ready made: reqwest then needs no process-wide crypto provider.
#[cfg(feature = "rustls")]
pub(crate) fn configure(builder: ClientBuilder, https: bool) -> Result<ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt as _;

    let failed = |error: rustls::Error| Error::config(format!("TLS cannot be set up: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    // Without `https` nothing is ever verified, so that a machine without certificates will do.
    let config = if https {
        config.with_platform_verifier().map_err(failed)?
    } else {
        config.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.tls_backend_preconfigured(config.with_no_client_auth()))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[allow(clippy::unnecessary_wraps)] // The other features can fail.
pub(crate) fn configure(builder: ClientBuilder, _https: bool) -> Result<ClientBuilder, Error> {
    Ok(builder.tls_backend_native())
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn configure(builder: ClientBuilder, https: bool) -> Result<ClientBuilder, Error> {
    if https {
        return Err(Error::config(
            "`https` needs one of the features `rustls` and `native-tls` of clerk-invite",
        ));
    }
    Ok(builder)
}

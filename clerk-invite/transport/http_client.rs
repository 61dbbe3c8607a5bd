//! The reqwest client, with the settings that the delivery promise rests on.

use std::borrow::Cow;
use std::sync::RwLock;
use std::time::Duration;

use reqwest::Url;

use crate::codec::base_url::BaseUrl;
use crate::error::Error;
use crate::transport::tls::{self, RootCertificates};

/// The caller's own settings of reqwest.
pub(crate) type HttpSettings =
    Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// The longest URL that `http` accepts; it reports longer ones too late to tell which part is wrong.
const MAX_URL_LENGTH: usize = u16::MAX as usize;

/// The longest silence after which a connection is reused. Behind longer ones servers and proxies may
/// have closed it, and a POST on it would be `Unknown`.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// A reqwest client and the URL that it calls.
pub(crate) struct HttpClient {
    pub(crate) reqwest: reqwest::Client,
    base_url: Url,
    /// The URLs of paths without parameters, each made when it is first called.
    fixed: RwLock<Vec<(&'static str, Url)>>,
}

impl HttpClient {
    /// Disables redirects, retries, `Referer`, decompression, HTTP/2 and wire logs, whatever the
    /// caller or feature unification set.
    ///
    /// # Errors
    ///
    /// TLS cannot be set up, or a setting is refused.
    pub(crate) fn new(
        base_url: &BaseUrl,
        roots: &RootCertificates,
        settings: Option<HttpSettings>,
    ) -> Result<Self, Error> {
        let url = Url::parse(base_url.as_str()).map_err(|error| {
            Error::config(format!(
                "the base URL is not a URL such as `https://api.clerk.com/v1`: {error}"
            ))
        })?;
        let builder = reqwest::Client::builder().pool_idle_timeout(IDLE_TIMEOUT);
        let mut builder = tls::configure(builder, base_url.is_https(), roots, settings.is_some())?;
        if !base_url.is_https() {
            // A proxy would read the key; through a TLS tunnel it cannot.
            builder = builder.no_proxy();
        }
        if let Some(settings) = settings {
            builder = settings(builder);
            refuse_danger(&builder)?;
        }
        let reqwest = builder
            .http1_only()
            .connection_verbose(false)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .build()
            .map_err(|error| {
                Error::config(format!("the HTTP client cannot be set up: {}", error.without_url()))
            })?;
        Ok(Self { reqwest, base_url: url, fixed: RwLock::default() })
    }

    /// Returns the URL of a request, or the reason why there is none.
    pub(crate) fn url(&self, path: Cow<'static, str>, query: &str) -> Result<Url, &'static str> {
        match path {
            Cow::Borrowed(path) if query.is_empty() => self.fixed_url(path),
            path => self.new_url(&path, query),
        }
    }

    /// Returns the URL of a path of which there are only as many as declarations.
    fn fixed_url(&self, path: &'static str) -> Result<Url, &'static str> {
        if let Ok(fixed) = self.fixed.read() {
            if let Some((_, url)) = fixed.iter().find(|(known, _)| *known == path) {
                return Ok(url.clone());
            }
        }
        let url = self.new_url(path, "")?;
        if let Ok(mut fixed) = self.fixed.write() {
            if !fixed.iter().any(|(known, _)| *known == path) {
                fixed.push((path, url.clone()));
            }
        }
        Ok(url)
    }

    fn new_url(&self, path: &str, query: &str) -> Result<Url, &'static str> {
        let prefix = self.base_url.path().trim_end_matches('/');
        let mut target = String::with_capacity(prefix.len() + path.len());
        target.push_str(prefix);
        target.push_str(path);
        let mut url = self.base_url.clone();
        url.set_path(&target);
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        // `Url` normalizes what is not encoded, and then it names another endpoint.
        if url.path() != target || url.query().unwrap_or_default() != query {
            return Err("it is not encoded");
        }
        if url.as_str().len() >= MAX_URL_LENGTH {
            return Err("it is too long");
        }
        Ok(url)
    }
}

/// Refuses settings that accept any certificate: our TLS would ignore them silently. reqwest shows them
/// in its `Debug` alone.
fn refuse_danger(builder: &reqwest::ClientBuilder) -> Result<(), Error> {
    let shown = format!("{builder:?}");
    for setting in ["tls_danger_accept_invalid_certs", "tls_danger_accept_invalid_hostnames"] {
        if shown.contains(&format!("{setting}: true")) {
            return Err(Error::config(format!(
                "`{setting}` would show the secret key to anybody: expected \
                 `ClientBuilder::add_root_certificates` with the certificate of your proxy or server"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::HttpClient;
    use crate::codec::base_url::BaseUrl;
    use crate::transport::tls::RootCertificates;

    fn client(base_url: &str) -> (BaseUrl, HttpClient) {
        let base_url = BaseUrl::parse(base_url, false).expect(base_url);
        let client =
            HttpClient::new(&base_url, &RootCertificates::default(), None).expect("a client");
        (base_url, client)
    }

    #[test]
    fn the_url_is_that_of_the_codec() {
        for base in ["http://127.0.0.1:8080", "http://[::1]:1/a/b/", "http://localhost:80/v1"] {
            let (base_url, client) = client(base);
            for (path, query) in [
                ("/invitations", ""),
                ("/organizations/a%2Fb%20c/invitations", "query=a%26b&limit=1"),
                ("/a/...", "b[]=%5B"),
            ] {
                let url = client.url(path.into(), query).expect(path);
                let uri = base_url.uri(path, query).expect(path).to_string();
                assert_eq!(uri.replace(":80/", "/"), url.as_str());
            }
        }
    }

    #[test]
    fn a_path_that_would_name_another_endpoint_is_refused() {
        let (base_url, client) = client("http://127.0.0.1/v1");
        for (path, query) in [("/a/../b", ""), ("/a/%2e%2e/b", ""), ("/a b", ""), ("/a?b", "")] {
            assert!(client.url(path.into(), query).is_err(), "{path} {query}");
        }
        let long = "a".repeat(70_000);
        assert!(client.url(format!("/{long}").into(), "").is_err());
        assert!(base_url.uri(&format!("/{long}"), "").is_err());
        assert!(client.url("/a".into(), &long).is_err());
    }
}

//! Where requests go.

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use reqwest::Url;

use crate::error::Error;

/// A checked base URL: read once, and once for each type that a request's URL can be of.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    /// Without a trailing slash.
    text: String,
    url: Url,
    scheme: Scheme,
    authority: Authority,
}

impl BaseUrl {
    /// Clerk itself.
    pub(crate) fn clerk() -> Result<Self, Error> {
        Self::parse("https://api.clerk.com/v1", false)
    }

    /// `allow_http` lifts the rule that the key only goes over `https`, or to this machine.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Error> {
        let wrong = |problem: String| Err(Error::setting(format!("the base URL {problem}")));
        let url = match Url::parse(text.trim()) {
            Ok(url) => url,
            Err(error) => {
                return wrong(format!("is not a URL such as `https://api.clerk.com/v1`: {error}"));
            }
        };
        if !matches!(url.scheme(), "http" | "https") {
            return wrong(format!("has the scheme `{}`: expected `https`", url.scheme()));
        }
        let Some(host) = url.host_str() else {
            return wrong("has no host".to_owned());
        };
        if !url.username().is_empty() || url.password().is_some() {
            return wrong("holds a user name or a password: expected none".to_owned());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return wrong("has a query or a fragment: expected none".to_owned());
        }
        if url.scheme() == "http" && !allow_http && !is_loopback(host) {
            return wrong(
                "is `http`, which would show the secret key to the network: expected `https`"
                    .to_owned(),
            );
        }
        let text = url.as_str().trim_end_matches('/').to_owned();
        let parts = Uri::try_from(text.as_str()).map(Uri::into_parts).unwrap_or_default();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return wrong("has a host that no request can name".to_owned());
        };
        Ok(Self { text, url, scheme, authority })
    }

    /// As Clerk's SDKs read `CLERK_API_URL`: they put `/v1` behind it, so that both
    /// `https://api.clerk.com` and `https://api.clerk.com/v1` are right here.
    pub(crate) fn from_api_url(text: &str) -> Result<Self, Error> {
        let base_url = Self::parse(text, false)?;
        if base_url.prefix().is_empty() {
            Self::parse(&format!("{}/v1", base_url.text), false)
        } else {
            Ok(base_url)
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// What stands before every path: `/v1`.
    fn prefix(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// The URL of a path that is encoded already, as `http` has it.
    pub(crate) fn uri(&self, path: &str, query: &str) -> Result<Uri, String> {
        let prefix = self.prefix();
        let mut target = String::with_capacity(prefix.len() + path.len() + 1 + query.len());
        target.push_str(prefix);
        target.push_str(path);
        if !query.is_empty() {
            target.push('?');
            target.push_str(query);
        }
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        let target = PathAndQuery::try_from(target).map_err(|error| error.to_string())?;
        parts.path_and_query = Some(target);
        Uri::from_parts(parts).map_err(|error| error.to_string())
    }

    /// The same as reqwest has it, or why there is none.
    pub(crate) fn url(&self, path: &str, query: &str) -> Result<Url, String> {
        let mut target = String::with_capacity(self.prefix().len() + path.len());
        target.push_str(self.prefix());
        target.push_str(path);
        let mut url = self.url.clone();
        url.set_path(&target);
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        // It would change what is not encoded as it thinks right: then this is another endpoint.
        if url.path() != target || url.query().unwrap_or_default() != query {
            return Err("it is not encoded".to_owned());
        }
        // Longer than `http` takes, which says so only when it is too late to say which part is.
        if url.as_str().len() >= MAX_URL {
            return Err("it is too long".to_owned());
        }
        Ok(url)
    }
}

const MAX_URL: usize = u16::MAX as usize;

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn takes_https_and_loopback() {
        for (text, url) in [
            ("https://api.clerk.com/v1/", "https://api.clerk.com/v1"),
            (" http://127.0.0.1:8080 ", "http://127.0.0.1:8080"),
            ("http://[::1]:1/v1", "http://[::1]:1/v1"),
            ("http://localhost/v1", "http://localhost/v1"),
        ] {
            let parsed = BaseUrl::parse(text, false).map(|base_url| base_url.text);
            assert_eq!(parsed.map_err(|error| error.to_string()).as_deref(), Ok(url));
        }
    }

    #[test]
    fn refuses_what_would_leak_or_miss() {
        for text in [
            "",
            "api.clerk.com",
            "/v1",
            "ftp://api.clerk.com",
            "http://api.clerk.com/v1",
            "http://127.0.0.1.example.com",
            "http://clerk.localhost/v1",
            "https://user:pw@api.clerk.com",
            "https://api.clerk.com/v1?a=b",
            "https://api.clerk.com/#v1",
            "https://",
        ] {
            assert!(BaseUrl::parse(text, false).is_err(), "{text:?} was taken");
        }
        assert!(BaseUrl::parse("http://clerk.internal/v1", true).is_ok());
    }

    #[test]
    fn api_url_may_leave_the_version_out() {
        for text in ["https://api.clerk.com", "https://api.clerk.com/", "https://api.clerk.com/v1"]
        {
            let parsed = BaseUrl::from_api_url(text).map(|base_url| base_url.text);
            assert_eq!(parsed.ok().as_deref(), Some("https://api.clerk.com/v1"), "{text}");
        }
    }

    #[test]
    fn both_kinds_of_url_are_the_same() {
        for base in ["https://api.clerk.com/v1", "http://127.0.0.1:8080", "http://[::1]:1/a/b/"] {
            let base_url = BaseUrl::parse(base, false).expect(base);
            for (path, query) in [
                ("/invitations", ""),
                ("/organizations/a%2Fb%20c/invitations", "query=a%26b&limit=1"),
                ("/a/...", "b[]=%5B"),
            ] {
                let url = base_url.url(path, query).expect(path);
                assert_eq!(base_url.uri(path, query).expect(path), url.as_str());
            }
        }
    }

    #[test]
    fn what_would_be_another_url_is_refused() {
        let base_url = BaseUrl::clerk().expect("it is one");
        for (path, query) in [("/a/../b", ""), ("/a/%2e%2e/b", ""), ("/a b", ""), ("/a?b", "")] {
            assert!(base_url.url(path, query).is_err(), "{path} {query}");
        }
        let long = "a".repeat(70_000);
        assert!(base_url.url(&format!("/{long}"), "").is_err());
        assert!(base_url.uri(&format!("/{long}"), "").is_err());
        assert!(base_url.url("/a", &long).is_err());
    }
}

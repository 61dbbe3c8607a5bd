//! The base URL of all requests.

use std::net::IpAddr;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::error::Error;

const CLERK: &str = "api.clerk.com";

/// A checked base URL, parsed once.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    /// Without a trailing slash.
    text: String,
    scheme: Scheme,
    authority: Authority,
    /// The path before every endpoint's, without a trailing slash: `/v1`.
    prefix: String,
}

impl BaseUrl {
    /// Clerk itself.
    pub(crate) fn clerk() -> Result<Self, Error> {
        Self::parse("https://api.clerk.com/v1", false)
    }

    /// Parses a base URL. Without a path it gets Clerk's `/v1`, as Clerk's own SDKs append it, so
    /// that both `https://api.clerk.com` and `https://api.clerk.com/v1` are accepted.
    ///
    /// `allow_http` lifts the rule that the key only goes over `https`, or to this machine.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Error> {
        let wrong = |problem: &str| Error::config(format!("the base URL {problem}"));
        let text = text.trim();
        if !text.is_ascii() {
            return Err(wrong(
                "holds characters other than ASCII: expected the host in Punycode (`xn--..`) and \
                 the path percent-encoded",
            ));
        }
        let no_url = || wrong("is not a URL such as `https://api.clerk.com/v1`");
        let parts = text.parse::<Uri>().map_err(|_| no_url())?.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(no_url());
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(wrong(&format!("has the scheme `{scheme}`: expected `https`")));
        }
        if authority.as_str().contains('@') {
            return Err(wrong("holds a user name or a password: expected none"));
        }
        if authority.host().is_empty() {
            return Err(wrong("has no host"));
        }
        // `port` is `None` for a port that is not a number, too.
        if authority.as_str() != authority.host() && authority.port_u16().is_none() {
            return Err(wrong("has a port that is not a number up to 65535"));
        }
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path);
        if parts.path_and_query.as_ref().is_some_and(|path| path.query().is_some())
            || text.contains('#')
        {
            return Err(wrong("has a query or a fragment: expected none"));
        }
        if scheme == Scheme::HTTP && !allow_http && !is_loopback(authority.host()) {
            return Err(wrong(
                "is `http`, which would show the secret key to the network: expected `https` \
                 (`ClientBuilder::allow_http` allows it)",
            ));
        }
        let path = path.trim_end_matches('/');
        let segments = || path.split('/').skip(1);
        if segments().any(|segment| matches!(segment, "" | "." | "..")) {
            return Err(wrong("has an empty segment, `.` or `..` in its path: expected none"));
        }
        // Of other hosts only their owners know the path.
        if authority.host().eq_ignore_ascii_case(CLERK) && !matches!(path, "" | "/v1") {
            return Err(wrong("has a path that Clerk does not have: expected `/v1`"));
        }
        let prefix = if path.is_empty() { "/v1" } else { path }.to_owned();
        let text = format!("{scheme}://{authority}{prefix}");
        Ok(Self { text, scheme, authority, prefix })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    #[cfg(feature = "client")]
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Returns the URL of a request, or the reason why there is none.
    pub(crate) fn uri(&self, path: &str, query: &str) -> Result<Uri, String> {
        let mut target = String::with_capacity(self.prefix.len() + path.len() + 1 + query.len());
        target.push_str(&self.prefix);
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
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn takes_https_and_loopback() {
        for (text, url) in [
            ("https://api.clerk.com/v1/", "https://api.clerk.com/v1"),
            (" http://127.0.0.1:8080 ", "http://127.0.0.1:8080/v1"),
            ("https://proxy.example/clerk", "https://proxy.example/clerk"),
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
            "https://api.clerk.com:x/v1",
            "https://api.clerk.com:70000/v1",
            "https://b\u{fc}cher.example/v1",
            "https://api.clerk.com/v 1",
            "https://",
            "https://api.clerk.com/v2",
            "https://API.clerk.com/v1/invitations",
            "https://proxy.example//v1",
            "https://proxy.example/a/../v1",
        ] {
            assert!(BaseUrl::parse(text, false).is_err(), "{text:?} was taken");
        }
        assert!(BaseUrl::parse("http://clerk.internal/v1", true).is_ok());
    }

    #[test]
    fn the_version_may_be_left_out() {
        for text in ["https://api.clerk.com", "https://api.clerk.com/", "https://api.clerk.com/v1"]
        {
            let parsed = BaseUrl::parse(text, false).map(|base_url| base_url.text);
            assert_eq!(parsed.ok().as_deref(), Some("https://api.clerk.com/v1"), "{text}");
        }
    }
}

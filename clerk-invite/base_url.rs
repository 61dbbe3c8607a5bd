//! Where requests go.

use reqwest::Url;

use crate::Error;

/// A checked base URL, without a trailing slash.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl(String);

impl Default for BaseUrl {
    fn default() -> Self {
        Self("https://api.clerk.com/v1".to_owned())
    }
}

impl BaseUrl {
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
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// As Clerk's SDKs read `CLERK_API_URL`: they put `/v1` behind it, so that both
    /// `https://api.clerk.com` and `https://api.clerk.com/v1` are right here.
    pub(crate) fn from_api_url(text: &str) -> Result<Self, Error> {
        let base_url = Self::parse(text, false)?;
        let has_path = Url::parse(&base_url.0).is_ok_and(|url| url.path().len() > 1);
        if has_path { Ok(base_url) } else { Ok(Self(format!("{}/v1", base_url.0))) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

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
            let parsed = BaseUrl::parse(text, false).map(|base_url| base_url.0);
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
            let parsed = BaseUrl::from_api_url(text).map(|base_url| base_url.0);
            assert_eq!(parsed.ok().as_deref(), Some("https://api.clerk.com/v1"), "{text}");
        }
    }
}

//! The instance and its domains.

use clerk_invite::serde::{Deserialize, Serialize};
use clerk_invite::{endpoint, Nullable};

/// A domain of the instance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Domain {
    /// Its id: `dmn_…`.
    pub id: String,
    /// The domain.
    pub name: String,
    /// The proxy in front of it, if there is one.
    pub proxy_url: Option<String>,
}

/// Changes a domain of the instance.
///
/// Operation `UpdateDomain`.
#[endpoint(PATCH, "/domains/{domain_id}")]
#[returns(Domain)]
pub struct UpdateDomain {
    /// The domain.
    pub domain_id: String,
    /// Another name.
    pub name: Nullable<String>,
    /// The proxy in front of it; `None` goes back to DNS.
    pub proxy_url: Nullable<String>,
    /// A secondary domain.
    pub is_secondary: Nullable<bool>,
}

/// The first factor to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(crate = "clerk_invite::serde")]
pub enum Strategy {
    /// The password.
    #[serde(rename = "password")]
    Password,
    /// A code.
    #[serde(rename = "otp")]
    Code,
    /// Nothing in particular.
    #[serde(rename = "")]
    None,
}

/// Changes the settings of the instance.
///
/// Operation `UpdateInstance`.
#[endpoint(PATCH, "/instance")]
#[returns(())]
pub struct UpdateInstance {
    /// Allows test addresses.
    pub test_mode: Nullable<bool>,
    /// The address for support.
    pub support_email: Nullable<String>,
    /// The origins that requests may come from.
    pub allowed_origins: Option<Vec<String>>,
    /// Keeps sessions in the URL in development, without third-party cookies.
    #[deprecated = "use `url_based_session_syncing`"]
    pub cookieless_dev: Nullable<bool>,
    /// Syncs sessions by URL.
    pub url_based_session_syncing: Nullable<bool>,
    /// The first factor to ask for.
    pub preferred_sign_in_strategy_when_password_required: Nullable<Strategy>,
}

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
    /// Whether it is a secondary one.
    pub is_secondary: Nullable<bool>,
}

/// What to ask for first when a password is needed.
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
    /// Whether test addresses work.
    pub test_mode: Nullable<bool>,
    /// Where people find help.
    pub support_email: Nullable<String>,
    /// Which origins may ask.
    pub allowed_origins: Option<Vec<String>>,
    /// Whether sessions go without cookies while developing.
    #[deprecated = "use `url_based_session_syncing`"]
    pub cookieless_dev: Nullable<bool>,
    /// Whether sessions are synced by URL.
    pub url_based_session_syncing: Nullable<bool>,
    /// What to ask for first.
    pub preferred_sign_in_strategy_when_password_required: Nullable<Strategy>,
}

//! An invitation as it is enqueued, and its details as they are stored.

use std::fmt;

use clerk_invite::{EmailAddress, Metadata, OrganizationId, TemplateSlug, UserId};
use serde::{Deserialize, Serialize};

use crate::address;

/// One invitation to enqueue: an address, and whatever differs from its campaign.
///
/// ```
/// use clerk_invite::json;
/// use clerk_invite_outbox::NewInvitation;
///
/// let invitation = NewInvitation::new("invite@example.com")
///     .redirect_url("https://www.example.com/welcome")
///     .public_metadata(json!({ "plan": "pro" }));
/// # drop(invitation);
/// ```
#[derive(Clone, PartialEq)]
#[must_use]
pub struct NewInvitation {
    pub(crate) address: EmailAddress,
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) role: Option<String>,
    pub(crate) details: Details,
    pub(crate) replaces: Option<String>,
}

impl NewInvitation {
    /// Returns an invitation to this address, to the place that its campaign names.
    pub fn new(email_address: impl Into<EmailAddress>) -> Self {
        Self {
            address: email_address.into(),
            organization: None,
            role: None,
            details: Details::default(),
            replaces: None,
        }
    }

    /// Invites to this organization, with this role, in place of the campaign's.
    pub fn to_organization(
        mut self,
        id: impl Into<OrganizationId>,
        role: impl Into<String>,
    ) -> Self {
        self.organization = Some(id.into());
        self.role = Some(role.into());
        self
    }

    /// Gives the person this role, in place of the campaign's.
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// Sets where the link in the email leads.
    pub fn redirect_url(mut self, url: impl Into<String>) -> Self {
        self.details.redirect_url = Some(url.into());
        self
    }

    /// Sets how many days the invitation can be accepted: 1 to 365. If not set, Clerk's 30.
    pub fn expires_in_days(mut self, days: u32) -> Self {
        self.details.expires_in_days = Some(days);
        self
    }

    /// Sets whether Clerk sends the email. If not set, it does.
    pub fn notify(mut self, notify: bool) -> Self {
        self.details.notify = Some(notify);
        self
    }

    /// Sets what becomes the person's, or the membership's, public metadata.
    pub fn public_metadata(mut self, metadata: impl Into<Metadata>) -> Self {
        self.details.public_metadata = Some(metadata.into());
        self
    }

    /// Sets what becomes the membership's private metadata. For organizations only.
    pub fn private_metadata(mut self, metadata: impl Into<Metadata>) -> Self {
        self.details.private_metadata = Some(metadata.into());
        self
    }

    /// Sets the user who invites. For organizations only.
    pub fn inviter_user_id(mut self, id: impl Into<UserId>) -> Self {
        self.details.inviter_user_id = Some(id.into());
        self
    }

    /// Sets the template of the email. For the application only.
    pub fn template_slug(mut self, slug: TemplateSlug) -> Self {
        self.details.template_slug = Some(slug);
        self
    }

    /// Invites although the address has an invitation, or belongs to a user. For the application
    /// only.
    ///
    /// Clerk's duplicate check is the last net below the outbox; this takes it away. A preflight leaves
    /// the row in the queue, whomever it finds.
    pub fn ignore_existing(mut self, ignore: bool) -> Self {
        self.details.ignore_existing = Some(ignore);
        self
    }

    /// Returns what makes this impossible to send to `organization` (empty: the application).
    pub(crate) fn problem(&self, organization: &str, role: Option<&str>) -> Option<&'static str> {
        let details = &self.details;
        if let Some(problem) = address::problem(address::to_send(&self.address)) {
            return Some(problem);
        }
        if details.expires_in_days.is_some_and(|days| !(1..=365).contains(&days)) {
            return Some("`expires_in_days` is not between 1 and 365");
        }
        let metadata = [&details.public_metadata, &details.private_metadata];
        if metadata.into_iter().flatten().any(|it| !it.as_json().starts_with('{')) {
            return Some("metadata is not a JSON object");
        }
        if organization.is_empty() {
            let of_organizations = role.is_some()
                || details.private_metadata.is_some()
                || details.inviter_user_id.is_some();
            return of_organizations
                .then_some("a role, private metadata and an inviter are for organizations only");
        }
        if matches!(organization, "." | "..") || organization.chars().any(char::is_control) {
            return Some("the organization's id is not one");
        }
        if role.is_none_or(str::is_empty) {
            return Some("an invitation to an organization needs a role");
        }
        (details.template_slug.is_some() || details.ignore_existing.is_some())
            .then_some("a template and `ignore_existing` are for the application only")
    }
}

/// Hides the address and the metadata.
impl fmt::Debug for NewInvitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewInvitation")
            .field("organization", &self.organization)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl<T: Into<EmailAddress>> From<T> for NewInvitation {
    fn from(address: T) -> Self {
        Self::new(address)
    }
}

/// Everything but address, place and role: one JSON text in the database.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Details {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) redirect_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires_in_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) notify: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) public_metadata: Option<Metadata>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) private_metadata: Option<Metadata>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) inviter_user_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) template_slug: Option<TemplateSlug>,
    /// The last field: the preflight knows a text that ends with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ignore_existing: Option<bool>,
}

impl Details {
    /// Returns the stored text: nothing if nothing is set, which is most rows.
    pub(crate) fn to_text(&self) -> Option<String> {
        (*self != Self::default()).then(|| serde_json::to_string(self).unwrap_or_default())
    }

    pub(crate) fn from_text(text: Option<&str>) -> Option<Self> {
        text.map_or_else(|| Some(Self::default()), |text| serde_json::from_str(text).ok())
    }
}

#[cfg(test)]
mod tests {
    use clerk_invite::json;

    use super::{Details, NewInvitation};

    #[test]
    fn details_come_back_as_they_were() {
        let invitation = NewInvitation::new("a@example.com")
            .public_metadata(json!({ "aB": 1.50 }))
            .expires_in_days(7);
        let text = invitation.details.to_text();
        let back = Details::from_text(text.as_deref());
        assert!(back == Some(invitation.details));
        assert!(Details::default().to_text().is_none());
    }

    #[test]
    fn what_does_not_fit_the_place_is_refused() {
        let plain = NewInvitation::new("a@example.com");
        assert_eq!(plain.problem("", None), None);
        assert_eq!(plain.problem("org_1", Some("org:member")), None);
        assert!(plain.problem("org_1", None).is_some());
        assert!(plain.problem("..", Some("org:member")).is_some());
        assert!(plain.problem("", Some("org:member")).is_some());
        assert!(plain.clone().expires_in_days(0).problem("", None).is_some());
        assert!(plain.clone().public_metadata(json!([])).problem("", None).is_some());
        let shown = format!("{plain:?}");
        assert!(!shown.contains("example.com"), "{shown}");
    }
}

//! Switches for the checks that a test can turn off.

use std::collections::BTreeSet;

/// A check that [`FakeClerk`](super::FakeClerk) makes and a test can
/// [switch off](super::FakeClerk::set_rule).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// An address with a pending invitation cannot be invited to the same place again, nor twice in
    /// one request: `duplicate_record`, `organization_invitation_not_unique`. Documented by Clerk.
    Duplicates,
    /// The role of an organization invitation begins with `org:`, as in `org:member`; any other is
    /// `form_param_value_invalid`. Inferred from reports of users: Clerk documents the form of role
    /// keys, but not that invitations with others are refused.
    RolePrefix,
    /// Public and private metadata have at most 8,192 bytes each, written as compact JSON; more is
    /// `form_param_exceeds_allowed_size`. Inferred: Clerk documents 8 KB for a user's metadata, but
    /// not that an invitation with more is refused.
    MetadataSize,
}

/// The rules that are switched off.
#[derive(Default)]
pub(crate) struct Rules {
    off: BTreeSet<Rule>,
}

impl Rules {
    pub(crate) fn set(&mut self, rule: Rule, enforced: bool) {
        if enforced {
            self.off.remove(&rule);
        } else {
            self.off.insert(rule);
        }
    }

    pub(crate) fn enforced(&self, rule: Rule) -> bool {
        !self.off.contains(&rule)
    }
}

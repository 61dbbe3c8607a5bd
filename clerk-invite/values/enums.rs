//! The enums of Clerk's objects.

crate::open_enum! {
    /// The status of an invitation.
    pub enum InvitationStatus {
        /// Not accepted yet.
        Pending = "pending",
        /// Accepted: the person has joined.
        Accepted = "accepted",
        /// Revoked before it was accepted.
        Revoked = "revoked",
        /// Expired before it was accepted.
        Expired = "expired",
    }
}

crate::open_enum! {
    /// The email template of an application invitation.
    pub enum TemplateSlug {
        /// The regular invitation; Clerk's default.
        Invitation = "invitation",
        /// The invitation for somebody on the waitlist.
        WaitlistInvitation = "waitlist_invitation",
    }
}

crate::open_enum! {
    /// The status of a waitlist entry.
    pub enum WaitlistEntryStatus {
        /// On the waitlist, not decided yet.
        Pending = "pending",
        /// Invited, but not signed up yet.
        Invited = "invited",
        /// Signed up.
        Completed = "completed",
        /// Rejected.
        Rejected = "rejected",
    }
}

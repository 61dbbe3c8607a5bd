//! The rules that keep everybody from being invited twice or lost; only a simulation switches one off.

/// Each rule is on, except in a simulation that shows why it is needed.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is switched off by itself")]
pub(crate) struct Rules {
    /// A call that waited too long after its claim is not sent.
    pub(crate) guard: bool,
    /// Absence counts only after the quiet time.
    pub(crate) settling: bool,
    /// Absence counts only when seen twice.
    pub(crate) seen_twice: bool,
    /// A listing counts from when it was asked for, and only if the call is unchanged since.
    pub(crate) time_of_asking: bool,
    /// The quiet time has to pass by Clerk's clock, too.
    pub(crate) clerk_clock: bool,
    /// An acceptance is found again only for an invitation that no other row has.
    pub(crate) one_row_an_invitation: bool,
    /// A person in an open call is in no other.
    pub(crate) one_open_call_a_person: bool,
    /// A row that was cancelled while in a call does not go back to the queue.
    pub(crate) sticky_cancel: bool,
    /// A slot's period begins with the answer, not with the claim.
    pub(crate) slot_from_answer: bool,
    /// A call that nobody recorded is looked up, not sent again.
    pub(crate) unknown_is_looked_up: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            guard: true,
            settling: true,
            seen_twice: true,
            time_of_asking: true,
            clerk_clock: true,
            one_row_an_invitation: true,
            one_open_call_a_person: true,
            sticky_cancel: true,
            slot_from_answer: true,
            unknown_is_looked_up: true,
        }
    }
}

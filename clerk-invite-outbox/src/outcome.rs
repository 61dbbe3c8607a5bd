//! Outcomes of a call as data: for each row, and for the work as a whole.

use crate::states::Evidence;

/// The end of one call, to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) handled: Handled,
    pub(crate) status: Option<i64>,
    pub(crate) code: Option<String>,
    /// By row.
    pub(crate) rows: Vec<(i64, RowOutcome)>,
    pub(crate) effect: Effect,
}

/// The stage that the call reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handled {
    /// No connection took it: the slot is free at once.
    NotSent,
    /// A connection was there too late, and nothing was written: the slot stays used.
    TooLate,
    /// Clerk has answered.
    Answered,
    /// It may have been carried out, at least in part.
    Unknown,
}

/// The consequence of a call for later calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Effect {
    None,
    /// The endpoint is closed for so many milliseconds.
    Pause(i64),
    StopPlace(String),
    StopInstance(String),
}

/// The outcome of one row.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum RowOutcome {
    Sent {
        invitation: String,
        evidence: Evidence,
    },
    Already {
        code: String,
        invitation: Option<String>,
        evidence: Evidence,
    },
    Refused {
        code: String,
        reason: String,
    },
    /// It may have been sent. `code` is that of a duplicate that may be our own, from an earlier
    /// call.
    Unknown {
        code: Option<String>,
    },
    /// Not sent: back to the queue.
    Back,
    /// Not sent, and one of this many rows is bad: back, to go with fewer others.
    Suspect {
        among: i64,
    },
}

/// Hides ids and reasons, which may name people.
impl std::fmt::Debug for RowOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sent { .. } => "Sent",
            Self::Already { .. } => "Already",
            Self::Refused { .. } => "Refused",
            Self::Unknown { .. } => "Unknown",
            Self::Back => "Back",
            Self::Suspect { .. } => "Suspect",
        })
    }
}

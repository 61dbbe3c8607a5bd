//! Exit codes, and the failures that lead to some of them.

use std::fmt;
use std::process::ExitCode;

use clerk_invite_outbox::{Error, State, Status};

use crate::read::ReadError;

/// The exit codes, as every command's help shows them.
pub(crate) const TABLE: &str = "\
Exit codes:
    0   everybody has an invitation, or had one or an account already
    1   somebody was not invited: refused by Clerk, or a row that cannot be sent
    2   the command line, the settings or the file cannot be used
    3   of somebody it is not known yet; the same command again finds out
    4   stopped: by the key, a quota, the network or the database
  130   interrupted; the same command again goes on";

/// The result of a command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ending {
    Done,
    NotInvited,
    Unsettled,
    Stopped,
    Interrupted,
}

impl Ending {
    /// Returns the ending that a campaign's state stands for.
    pub(crate) fn of(status: &Status) -> Self {
        let waits = status.count(State::Queued) + status.count(State::Calling) > 0;
        if waits && !status.stops.is_empty() {
            Self::Stopped
        } else if status.count(State::Unknown) > 0 {
            Self::Unsettled
        } else if status.count(State::Refused) > 0 {
            Self::NotInvited
        } else {
            Self::Done
        }
    }

    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotInvited => 1,
            Self::Unsettled => 3,
            Self::Stopped => 4,
            Self::Interrupted => 130,
        }
    }
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ending.code().into()
    }
}

/// A reason for which a command did not do its work. Holds no address and no key.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
}

impl Failure {
    /// The command line, a setting or a file cannot be used.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    /// The key, a quota, the network or the database does not let it go on.
    pub(crate) fn stopped(message: impl Into<String>) -> Self {
        Self { code: 4, message: message.into() }
    }

    pub(crate) fn code(&self) -> u8 {
        self.code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NoSuchCampaign(_) => {
                Self::usage(format!("{error}; `clerk-invite status` lists those that there are"))
            }
            Error::Url(_) => Self::usage(format!(
                "{error}. Set CLERK_INVITE_DATABASE to a path, or to postgres://user@host/database"
            )),
            Error::OtherDatabase => Self::stopped(
                "the database was copied, restored or failed over since it was last used. If no \
                 other copy is in use, `clerk-invite resume --verify` looks everybody up at Clerk \
                 and goes on",
            ),
            Error::OtherInstance { .. } => Self::stopped(format!(
                "{error}. Use the key that the campaign was begun with, or take the campaign back \
                 with `clerk-invite cancel`"
            )),
            Error::Clerk(error) => Self::from(error),
            Error::NewerSchema { .. } | Error::NetworkFileSystem | Error::Invalid(_) => {
                Self::usage(error.to_string())
            }
            other => {
                Self::stopped(format!("{other}. Nothing is lost: the same command again goes on"))
            }
        }
    }
}

impl From<clerk_invite::Error> for Failure {
    fn from(error: clerk_invite::Error) -> Self {
        let is_key = error.status().is_some_and(|status| status == 401);
        if is_key {
            return Self::stopped(
                "Clerk does not accept the secret key in CLERK_SECRET_KEY. The dashboard shows the \
                 right one under \"API keys\"",
            );
        }
        Self::stopped(format!("Clerk could not be asked: {error}"))
    }
}

impl From<clerk_invite_outbox::sqlx::Error> for Failure {
    fn from(error: clerk_invite_outbox::sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

//! The one error of this crate.

use std::fmt;

/// An error of the outbox. No text of it holds an address, a key or metadata, [`Debug`](fmt::Debug)
/// included; only the [`sqlx::Error`] in it may, asked by itself.
#[non_exhaustive]
pub enum Error {
    /// The URL names no database that this build can open.
    Url(String),
    /// The database failed, or a connection to it could not be had.
    Database(sqlx::Error),
    /// The database was written by a newer version of this crate.
    NewerSchema {
        /// The version of the schema in the database.
        found: i64,
        /// The newest version that this crate knows.
        known: i64,
    },
    /// The SQLite file lies on a network file system, where its locks do not hold.
    NetworkFileSystem,
    /// The database is not the one that was used before: copied, restored or failed over. It stays
    /// closed until [`Outbox::adopt`](crate::Outbox::adopt).
    OtherDatabase,
    /// A campaign belongs to another Clerk instance than the worker's key.
    OtherInstance {
        /// The campaign.
        campaign: String,
    },
    /// No campaign has this name.
    NoSuchCampaign(String),
    /// An invitation, or a setting of a campaign, is not valid.
    Invalid(&'static str),
    /// A call to Clerk failed that the work depends on, such as the look at the instance's id.
    Clerk(clerk_invite::Error),
    /// The outbox does not work as it should: a row of the database cannot be read.
    Corrupt(&'static str),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(problem) => write!(f, "the database URL cannot be used: {problem}"),
            Self::Database(error) => write!(f, "the database failed: {}", brief(error)),
            Self::NewerSchema { found, known } => write!(
                f,
                "the database has schema version {found}, and this program knows {known}: use a \
                 newer clerk-invite-outbox"
            ),
            Self::NetworkFileSystem => f.write_str(
                "the SQLite file lies on a network file system, whose locks cannot be relied on: \
                 use a local disk, or PostgreSQL",
            ),
            Self::OtherDatabase => f.write_str(
                "the database was copied, restored or failed over since it was last used: check \
                 that no other copy is in use, then adopt it",
            ),
            Self::OtherInstance { campaign } => write!(
                f,
                "the campaign `{campaign}` belongs to another Clerk instance than this secret key"
            ),
            Self::NoSuchCampaign(name) => write!(f, "there is no campaign `{name}`"),
            Self::Invalid(problem) => f.write_str(problem),
            Self::Clerk(error) => write!(f, "{error}"),
            Self::Corrupt(problem) => write!(f, "the database holds what it should not: {problem}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(problem) => f.debug_tuple("Url").field(problem).finish(),
            Self::Database(error) => f.debug_tuple("Database").field(&brief(error)).finish(),
            Self::NewerSchema { found, known } => {
                let mut fields = f.debug_struct("NewerSchema");
                fields.field("found", found).field("known", known).finish()
            }
            Self::NetworkFileSystem => f.write_str("NetworkFileSystem"),
            Self::OtherDatabase => f.write_str("OtherDatabase"),
            Self::OtherInstance { campaign } => {
                f.debug_struct("OtherInstance").field("campaign", campaign).finish()
            }
            Self::NoSuchCampaign(name) => f.debug_tuple("NoSuchCampaign").field(name).finish(),
            Self::Invalid(problem) => f.debug_tuple("Invalid").field(problem).finish(),
            Self::Clerk(error) => f.debug_tuple("Clerk").field(error).finish(),
            Self::Corrupt(problem) => f.debug_tuple("Corrupt").field(problem).finish(),
        }
    }
}

/// A database's own message, without the values of the row that PostgreSQL puts into its details.
fn brief(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            format!("{} (code {code})", error.message())
        }
        other => other.to_string(),
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Clerk(error) => Some(error),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<clerk_invite::Error> for Error {
    fn from(error: clerk_invite::Error) -> Self {
        Self::Clerk(error)
    }
}

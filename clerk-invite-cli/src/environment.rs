//! Settings from the environment: the key, Clerk's address, the database.

use std::path::{Path, PathBuf};

use clerk_invite::Client;
use etcetera::BaseStrategy as _;

use crate::ending::Failure;

/// The settings, as every command's help shows them.
pub(crate) const TABLE: &str = "\
Environment:
  CLERK_SECRET_KEY        the secret key, sk_live_… or sk_test_…; it is never an
                          argument
  CLERK_API_URL           another server than https://api.clerk.com/v1
  CLERK_INVITE_DATABASE   where the record is kept: a file, or postgres://… for
                          several machines; by default a file in your
                          data folder";

/// Returns true if there is a key to use.
pub(crate) fn has_key() -> bool {
    std::env::var_os("CLERK_SECRET_KEY").is_some_and(|key| !key.is_empty())
}

/// Returns a client with the key of the environment.
pub(crate) fn client() -> Result<Client, Failure> {
    let agent = concat!("clerk-invite-cli/", env!("CARGO_PKG_VERSION"));
    let builder = clerk_invite::ClientBuilder::from_env();
    let client = builder.and_then(|builder| builder.user_agent(agent).build());
    client.map_err(|error| {
        let hint = if has_key() {
            ""
        } else {
            ". The dashboard shows it under \"API keys\"; `--rehearse` needs none"
        };
        Failure::usage(format!("{error}{hint}"))
    })
}

/// Returns the URL of the database, and its file if it is one that was named or found as such.
pub(crate) fn database() -> Result<(String, Option<PathBuf>), Failure> {
    let with_url = |file: PathBuf| (url_of(&file), Some(file));
    match std::env::var("CLERK_INVITE_DATABASE") {
        Ok(given) if given.contains("://") || given.starts_with("sqlite:") => Ok((given, None)),
        Ok(given) if !given.trim().is_empty() => Ok(with_url(PathBuf::from(given))),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Failure::usage("CLERK_INVITE_DATABASE is not Unicode"))
        }
        _ => Ok(with_url(default_file()?)),
    }
}

/// Returns the file in the user's data folder, and makes the folder, private to the user.
fn default_file() -> Result<PathBuf, Failure> {
    let strategy = etcetera::choose_base_strategy().map_err(|_| {
        Failure::usage("there is no home folder: set CLERK_INVITE_DATABASE to a file")
    })?;
    let folder = strategy.data_dir().join("clerk-invite");
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(|error| {
        Failure::usage(format!(
            "the folder {} cannot be made: {error}. Set CLERK_INVITE_DATABASE to a file elsewhere",
            folder.display()
        ))
    })?;
    Ok(folder.join("invites.db"))
}

/// Writes a path as a URL of SQLite's.
fn url_of(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("sqlite://{path}")
}

/// Moves the outbox's clock as a test asks: `BEGAN FACTOR`, in Unix milliseconds. Not in a release.
#[cfg(debug_assertions)]
pub(crate) fn with_test_clock(outbox: clerk_invite_outbox::Outbox) -> clerk_invite_outbox::Outbox {
    let variable = std::env::var("CLERK_INVITE_TEST_CLOCK").unwrap_or_default();
    let Some((began, factor)) = variable.split_once(' ') else { return outbox };
    let (Ok(began), Ok(factor)) = (began.parse::<i64>(), factor.parse::<i64>()) else {
        return outbox;
    };
    let now = move || began + (crate::output::now() - began) * factor;
    outbox.with_clock(clerk_invite_outbox::Clock::manual(now))
}

#[cfg(not(debug_assertions))]
pub(crate) fn with_test_clock(outbox: clerk_invite_outbox::Outbox) -> clerk_invite_outbox::Outbox {
    outbox
}

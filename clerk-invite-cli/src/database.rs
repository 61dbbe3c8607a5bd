//! The database: the outbox, and what the program keeps beside it.

use std::path::Path;

use clerk_invite_outbox::{Error, Outbox, State, Status, sqlx};

use crate::ending::Failure;
use crate::environment;
use crate::inputs::Inputs;
use crate::output::say;

/// SQLite's number for a file that is no database.
const OTHER_FILE: &str = "26";

/// The record of everybody.
pub(crate) struct Database {
    pub(crate) outbox: Outbox,
    pub(crate) inputs: Inputs,
}

impl Database {
    /// Opens the database that the environment names.
    pub(crate) async fn open() -> Result<Self, Failure> {
        let (url, file) = environment::database()?;
        if let Some(file) = &file {
            check(file)?;
        }
        // The outbox makes the file, private to its user.
        let opened = Outbox::open(&url).await;
        let outbox = opened.map_err(|error| not_opened(error, file.as_deref()))?;
        let outbox = crate::environment::with_test_clock(outbox);
        let inputs = Inputs::open(&url).await?;
        Ok(Self { outbox, inputs })
    }

    /// Returns how a campaign stands, or `None` if there is none of this name.
    pub(crate) async fn status(&self, name: &str) -> Result<Option<Status>, Failure> {
        match self.outbox.status(name).await {
            Ok(status) => Ok(Some(status)),
            Err(Error::NoSuchCampaign(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns the campaigns that have people waiting, with their numbers.
    pub(crate) async fn waiting(&self) -> Result<Vec<(String, u64)>, Failure> {
        let mut waiting = Vec::new();
        for name in self.outbox.campaigns().await? {
            if let Some(status) = self.status(&name).await? {
                let open = [State::Queued, State::Calling, State::Unknown];
                let count = open.into_iter().map(|state| status.count(state)).sum();
                if count > 0 {
                    waiting.push((name, count));
                }
            }
        }
        Ok(waiting)
    }

    /// Returns the campaign that is meant: the one that is named, or the only one.
    pub(crate) async fn named(&self, name: Option<String>) -> Result<String, Failure> {
        if let Some(name) = name {
            return Ok(name);
        }
        let mut names = self.outbox.campaigns().await?;
        match names.len() {
            0 => {
                Err(Failure::usage("there is no campaign yet: `clerk-invite send FILE` makes one"))
            }
            1 => Ok(names.remove(0)),
            _ => Err(Failure::usage(format!(
                "there are several campaigns: name one of {}",
                names.join(", ")
            ))),
        }
    }
}

/// Looks at the database's file, and at its folder, before it is opened.
fn check(file: &Path) -> Result<(), Failure> {
    let name = file.display();
    if file.is_dir() {
        return Err(Failure::usage(format!(
            "{name} is a folder: set CLERK_INVITE_DATABASE to a file in it"
        )));
    }
    if let Some(folder) = file.parent().filter(|it| !it.as_os_str().is_empty() && !it.is_dir()) {
        let folder = folder.display();
        return Err(Failure::usage(format!(
            "there is no folder {folder} for the database: make it, or set CLERK_INVITE_DATABASE \
             to a file elsewhere"
        )));
    }
    #[cfg(unix)]
    if let Ok(metadata) = file.metadata()
        && std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0
    {
        let word = crate::shell::word(&file.to_string_lossy()).into_owned();
        say(&format!(
            "Other users may read the addresses in {name}: `chmod 600 {word}` ends that."
        ));
    }
    Ok(())
}

/// Says which database could not be opened, and what to do.
fn not_opened(error: Error, file: Option<&Path>) -> Failure {
    let name = file.map_or_else(|| "the database".to_owned(), |file| file.display().to_string());
    match error {
        Error::Url(problem) if file.is_some() => Failure::usage(format!(
            "{name}: {problem}. Set CLERK_INVITE_DATABASE to a file elsewhere"
        )),
        Error::Database(sqlx::Error::PoolTimedOut) => Failure::stopped(format!(
            "{name} cannot be reached. Check CLERK_INVITE_DATABASE. Nothing is lost: the same \
             command again goes on"
        )),
        Error::Database(sqlx::Error::Database(error))
            if error.code().as_deref() == Some(OTHER_FILE) =>
        {
            Failure::usage(format!(
                "{name} is a file of another kind: set CLERK_INVITE_DATABASE to a database of \
                 this program's, or to a file that does not exist yet"
            ))
        }
        error => error.into(),
    }
}

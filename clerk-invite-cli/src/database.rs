//! The database: the outbox, and what the program keeps beside it.

use clerk_invite_outbox::{Outbox, State, Status};

use crate::ending::Failure;
use crate::environment;
use crate::inputs::Inputs;

/// The record of everybody.
pub(crate) struct Database {
    pub(crate) outbox: Outbox,
    pub(crate) inputs: Inputs,
}

impl Database {
    /// Opens the database that the environment names.
    pub(crate) async fn open() -> Result<Self, Failure> {
        let url = environment::database_url()?;
        // The outbox makes the file, private to its user.
        let outbox = Outbox::open(&url).await?;
        let outbox = crate::environment::with_test_clock(outbox);
        let inputs = Inputs::open(&url).await?;
        Ok(Self { outbox, inputs })
    }

    /// Returns how a campaign stands, or `None` if there is none of this name.
    pub(crate) async fn status(&self, name: &str) -> Result<Option<Status>, Failure> {
        match self.outbox.status(name).await {
            Ok(status) => Ok(Some(status)),
            Err(clerk_invite_outbox::Error::NoSuchCampaign(_)) => Ok(None),
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

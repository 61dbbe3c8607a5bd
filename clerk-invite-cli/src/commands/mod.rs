//! The commands, one a file.

mod campaigns;
mod export;
mod pages;
mod rehearse;
mod resend;
mod resume;
mod send;
mod status;

use crate::args::{Arguments, Command};
use crate::ending::{Ending, Failure};

/// Runs a command.
pub(crate) async fn run(arguments: Arguments) -> Result<Ending, Failure> {
    match arguments.command {
        Command::Send(send) => send::run(send).await,
        Command::Status(arguments) => status::run(arguments).await,
        Command::Resume(arguments) => resume::run(arguments).await,
        Command::Export(arguments) => export::run(arguments).await,
        Command::Retry(arguments) => campaigns::retry(arguments).await,
        Command::Resend(arguments) => resend::run(arguments).await,
        Command::Cancel(arguments) => campaigns::cancel(arguments).await,
        Command::Purge(arguments) => campaigns::purge(arguments).await,
        Command::Completions { shell } => Ok(pages::completions(shell)),
        Command::Man { folder } => pages::manual(&folder),
    }
}

/// Asks a yes-or-no question; only after [`can_ask`](crate::output::can_ask).
fn ask(question: &str) -> Result<bool, Failure> {
    dialoguer::Confirm::new()
        .with_prompt(question)
        .default(false)
        .interact()
        .map_err(|_| Failure::usage("the question was not answered: nothing was done"))
}

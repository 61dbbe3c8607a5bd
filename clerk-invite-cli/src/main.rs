//! The program `clerk-invite`: from a file of people to a true list of who was invited.

mod args;
mod batch;
mod clerk;
mod commands;
mod database;
mod ending;
mod environment;
mod inputs;
mod interrupt;
mod output;
mod pace;
mod read;
mod shell;
mod work;

use std::process::ExitCode;

use clap::Parser as _;

use crate::output::say;

fn main() -> ExitCode {
    // A wrong command line ends here, with 2.
    let arguments = args::Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(commands::run(arguments)),
        Err(error) => Err(ending::Failure::stopped(format!("the runtime does not start: {error}"))),
    };
    match result {
        Ok(ending) => ending.into(),
        Err(failure) => {
            say(&format!("clerk-invite: {failure}"));
            failure.code().into()
        }
    }
}

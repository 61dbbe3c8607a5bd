//! `completions` and `man`, made from the command line's own description.

use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::args::Arguments;
use crate::ending::{Ending, Failure};
use crate::output::{count, say};

pub(crate) fn completions(shell: Shell) -> Ending {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "clerk-invite", &mut script);
    // Nobody may be reading.
    let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), &script);
    Ending::Done
}

pub(crate) fn manual(folder: &Path) -> Result<Ending, Failure> {
    let failed = |error: std::io::Error| {
        Failure::usage(format!("{} cannot be written: {error}", folder.display()))
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut command = Arguments::command();
    command.build();
    let mut pages = vec![("clerk-invite".to_owned(), command.clone())];
    for subcommand in command.get_subcommands() {
        // Set by `build`: `clerk-invite-send`.
        let name = subcommand.get_display_name().unwrap_or_default().to_owned();
        pages.push((name, subcommand.clone()));
    }
    for (name, command) in &pages {
        let mut page = Vec::new();
        clap_mangen::Man::new(command.clone()).render(&mut page).map_err(failed)?;
        std::fs::write(folder.join(format!("{name}.1")), page).map_err(failed)?;
    }
    say(&format!("{} in {}", count(pages.len() as u64, "page"), folder.display()));
    Ok(Ending::Done)
}

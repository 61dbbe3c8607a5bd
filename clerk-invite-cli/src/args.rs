//! The command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use clerk_invite_outbox::State;

use crate::read::separator_named;
use crate::{ending, environment};

/// Invites the people of a file to your Clerk application or organization.
///
/// Give it the spreadsheet. It shows what it has read and what it would do, and
/// asks. Then it sends the invitations as fast as Clerk's limits allow: 350
/// people an hour to an application, 750 to an organization. It keeps a record of
/// everybody on disk, so that it can be interrupted at any time; the same command
/// again goes on where it stopped. Nobody is invited twice, and nobody is left
/// out.
///
/// To see it work without an account and without sending anything:
///
///     clerk-invite send people.csv --rehearse
#[derive(Debug, Parser)]
#[command(
    name = "clerk-invite",
    version,
    verbatim_doc_comment,
    after_long_help = after(),
    disable_help_subcommand = true,
    max_term_width = 80
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

fn after() -> String {
    format!("{}\n\n{}", environment::TABLE, ending::TABLE)
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Invite the people of a file.
    ///
    /// FILE is a CSV file, a workbook (.xlsx, .ods), a JSON array, or plain text with
    /// addresses. Before anything is sent you see what was read: which column is
    /// taken as what, rows that cannot be sent and why, who is invited already, how
    /// many calls it takes and when the last one goes out. Then it asks.
    ///
    /// The columns `email`, `role`, `organization_id`, `redirect_url`,
    /// `expires_in_days`, `notify`, `public_metadata` and `public_metadata.NAME` are
    /// used. All others stay out of Clerk; an export gives them back to you.
    ///
    /// Interrupted? The same command again goes on where it stopped.
    ///
    /// Example: the people of a spreadsheet, to an organization
    ///
    ///     clerk-invite send people.xlsx --organization org_123 --role org:member
    #[command(verbatim_doc_comment, after_long_help = after())]
    Send(Send),

    /// Show how far a campaign is.
    ///
    /// Without a name it lists all campaigns. A campaign has the name that `send`
    /// gave it: by default that of the file, without its ending.
    ///
    /// Example: watch the campaign that another window or machine sends
    ///
    ///     clerk-invite status people --watch
    #[command(verbatim_doc_comment, after_long_help = ending::TABLE)]
    Status(StatusArguments),

    /// Go on after an interruption or a stop.
    ///
    /// After a stop (a wrong key, a quota that is used up) repair the cause first.
    /// Without a name, every campaign goes on.
    ///
    /// Example: go on once the organization has more seats
    ///
    ///     clerk-invite resume people
    #[command(verbatim_doc_comment, after_long_help = ending::TABLE)]
    Resume(Resume),

    /// Write the list of who was invited.
    ///
    /// Each row has the columns of your file, and then `state`, `code`, `reason`,
    /// `invitation_id`, `evidence` and `sent_at`. A cell that a spreadsheet would run
    /// as a formula gets a `'` in front. Without FILE it goes to standard output.
    ///
    /// Example: those whom Clerk refused, with the reasons
    ///
    ///     clerk-invite export people refused.csv --state refused
    #[command(verbatim_doc_comment)]
    Export(Export),

    /// Queue refused invitations again.
    ///
    /// Use it once the cause is gone, for example a redirect URL that was not
    /// allowed. `resume` sends them.
    ///
    /// Example: those that were refused for one reason
    ///
    ///     clerk-invite retry people --code form_param_format_invalid
    #[command(verbatim_doc_comment)]
    Retry(Retry),

    /// Invite again those who have not accepted.
    ///
    /// Makes a new campaign, NAME-again, of the people whose invitation has expired,
    /// or is still pending. Right before each new invitation the old one is revoked.
    /// An invitation can be replaced once.
    ///
    /// Example: everybody whose invitation has expired
    ///
    ///     clerk-invite resend people --expired
    #[command(verbatim_doc_comment)]
    Resend(Resend),

    /// Take back what is not sent yet.
    ///
    /// Invitations that were sent stay valid. `send` with the same file queues the
    /// rest again.
    ///
    /// Example:
    ///
    ///     clerk-invite cancel people
    #[command(verbatim_doc_comment)]
    Cancel(Named),

    /// Remove the people of a finished campaign from the database.
    ///
    /// Addresses and cells are removed for good; the counts stay. Export first.
    ///
    /// Example:
    ///
    ///     clerk-invite export people invited.csv && clerk-invite purge people
    #[command(verbatim_doc_comment)]
    Purge(Purge),

    /// Write a completion script for your shell.
    ///
    /// Example:
    ///
    ///     clerk-invite completions fish > ~/.config/fish/completions/clerk-invite.fish
    #[command(verbatim_doc_comment)]
    Completions {
        /// The shell.
        shell: Shell,
    },

    /// Write the manual pages.
    ///
    /// Example:
    ///
    ///     clerk-invite man ~/.local/share/man/man1
    #[command(verbatim_doc_comment)]
    Man {
        /// The folder, which is made if it does not exist.
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Send {
    /// The file; `-` is standard input.
    pub(crate) file: PathBuf,
    /// Invites to this organization instead of the application.
    #[arg(long, value_name = "ID")]
    pub(crate) organization: Option<String>,
    /// The role in the organization, for rows that name none: `org:member`,
    /// `org:admin`, …
    #[arg(long)]
    pub(crate) role: Option<String>,
    /// The name of the campaign. By default the name of the file, without its ending.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Shows the report and stops there. Nothing is sent or stored.
    #[arg(long, conflicts_with = "rehearse")]
    pub(crate) dry_run: bool,
    /// Plays the whole campaign against a stand-in for Clerk, hour by hour on a clock
    /// that is moved. Nothing leaves this machine; no account and no key are needed.
    #[arg(long)]
    pub(crate) rehearse: bool,
    /// Does not ask.
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Spaces the calls evenly over each hour, for gentler mail.
    #[arg(long)]
    pub(crate) spread: bool,
    /// Keeps N calls of each limit free in every hour, for your own backend with the
    /// same key.
    #[arg(long, value_name = "N")]
    pub(crate) reserve: Option<u32>,
    /// Writes lines of JSON to standard output, and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "If the file can be read in several ways")]
pub(crate) struct ReadingArguments {
    /// The column with the addresses: its header, its number from 1, or `all` if the
    /// file has no header and every column holds addresses.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) email_column: Option<String>,
    /// What separates the cells: comma, semicolon, tab or pipe.
    #[arg(long, value_parser = separator)]
    pub(crate) separator: Option<char>,
    /// Whether the first row is a header.
    #[arg(long, value_name = "YES/NO")]
    pub(crate) header: Option<YesNo>,
    /// The sheet of a workbook.
    #[arg(long)]
    pub(crate) sheet: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum YesNo {
    Yes,
    No,
}

fn separator(name: &str) -> Result<char, String> {
    separator_named(name).ok_or_else(|| "expected comma, semicolon, tab or pipe".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct StatusArguments {
    /// The campaign.
    pub(crate) name: Option<String>,
    /// Keeps showing it until it is done.
    #[arg(long, requires = "name")]
    pub(crate) watch: bool,
    /// Writes lines of JSON to standard output.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Resume {
    /// The campaign.
    pub(crate) name: Option<String>,
    /// Takes this database for the original although it was copied, restored or
    /// failed over. Make sure first that no other copy is in use. Everybody is looked
    /// up at Clerk before the next call, and the limits rest for an hour.
    #[arg(long)]
    pub(crate) verify: bool,
    /// Writes lines of JSON to standard output, and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The campaign. Can be left out if there is only one.
    pub(crate) name: Option<String>,
    /// The file to write, which must not exist yet.
    pub(crate) file: Option<PathBuf>,
    /// Only people in this state: queued, calling, sent, already, refused, unknown or
    /// cancelled.
    #[arg(long, value_parser = state)]
    pub(crate) state: Option<State>,
}

fn state(word: &str) -> Result<State, String> {
    let found = State::ALL.into_iter().find(|state| state.as_str() == word);
    found.ok_or_else(|| {
        "expected queued, calling, sent, already, refused, unknown or cancelled".to_owned()
    })
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("whom").required(true).args(["code", "refused"])))]
pub(crate) struct Retry {
    /// The campaign.
    pub(crate) name: String,
    /// Only those refused with this code of Clerk's, as the export shows it.
    #[arg(long)]
    pub(crate) code: Option<String>,
    /// All that were refused.
    #[arg(long)]
    pub(crate) refused: bool,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("whom").required(true).args(["expired", "pending"])))]
pub(crate) struct Resend {
    /// The campaign.
    pub(crate) name: String,
    /// Those whose invitation has expired.
    #[arg(long)]
    pub(crate) expired: bool,
    /// Those whose invitation is still pending: they get a second email.
    #[arg(long)]
    pub(crate) pending: bool,
    /// The name of the new campaign. By default NAME-again.
    #[arg(long, value_name = "NAME")]
    pub(crate) into: Option<String>,
    /// Does not ask.
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    /// The campaign.
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Purge {
    /// The campaign.
    pub(crate) name: String,
    /// Does not ask.
    #[arg(long, short)]
    pub(crate) yes: bool,
}

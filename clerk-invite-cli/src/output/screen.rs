//! The progress: redrawn in place on a terminal, one line a minute elsewhere, or lines of JSON.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use clerk_invite_outbox::{Event, Status};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::output::summary::{budgets, counts, json as status_json, progress};
use crate::output::{clock, iso, now, number, print, say};

/// The time between two lines where nothing can be redrawn.
const A_MINUTE: Duration = Duration::from_mins(1);
/// The width that everything fits in.
const WIDTH: usize = 79;

/// Where the progress goes.
pub(crate) enum Screen {
    Terminal(ProgressBar),
    Lines(Option<Instant>),
    Json(Option<Instant>),
}

impl Screen {
    pub(crate) fn new(json: bool) -> Self {
        if json {
            return Self::Json(None);
        }
        if !std::io::stderr().is_terminal() {
            return Self::Lines(None);
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{prefix} {bar:24} {percent:>3}%  {msg}");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("##-"));
        }
        Self::Terminal(bar)
    }

    /// Shows how far a campaign is; elsewhere than on a terminal, at most once a minute.
    pub(crate) fn show(&mut self, name: &str, status: &Status) {
        let (finished, all) = progress(status);
        let now = now();
        let done = match status.done_at {
            Some(at) if at > now + 60_000 => format!("done about {}", clock(at, now)),
            _ => String::new(),
        };
        match self {
            Self::Terminal(bar) => {
                bar.set_prefix(shortened(name, 16));
                bar.set_length(all);
                bar.set_position(finished);
                let mut lines = vec![format!("{} of {}", number(finished), number(all))];
                let mut second = format!("  {}", counts(status));
                if !done.is_empty() {
                    second = format!("{second} · {done}");
                }
                lines.push(second);
                lines.extend(joined(&budgets(status, now)).into_iter().map(|it| format!("  {it}")));
                let lines: Vec<String> = lines.iter().map(|line| shortened(line, WIDTH)).collect();
                bar.set_message(lines.join("\n"));
            }
            Self::Lines(last) => {
                if is_due(last) {
                    let mut parts = vec![counts(status)];
                    parts.extend(budgets(status, now));
                    parts.extend(Some(done).filter(|done| !done.is_empty()));
                    say(&format!(
                        "{} {name}: {} of {} ({})",
                        clock(now, now),
                        number(finished),
                        number(all),
                        parts.join("; ")
                    ));
                }
            }
            Self::Json(last) => {
                if is_due(last) {
                    print(&status_json("progress", name, status).to_string());
                }
            }
        }
    }

    /// Shows what cannot wait for the next look.
    pub(crate) fn event(&self, event: &Event) {
        let text = match event {
            Event::Paused { until } => {
                if let Self::Json(_) = self {
                    print(&json!({ "event": "paused", "until": iso(*until) }).to_string());
                    return;
                }
                let now = now();
                format!("Clerk's limit is used up until {}.", clock(*until, now))
            }
            Event::Stopped { reason } => {
                if let Self::Json(_) = self {
                    print(&json!({ "event": "stopped", "reason": reason }).to_string());
                    return;
                }
                format!("Clerk has stopped it: `{reason}`.")
            }
            Event::Doubled { row } => {
                if let Self::Json(_) = self {
                    print(&json!({ "event": "doubled", "row": row }).to_string());
                    return;
                }
                format!("Row {row} of the record has two invitations: revoke one in the dashboard.")
            }
            _ => return,
        };
        self.note(&text);
    }

    /// Says something without disturbing what is drawn.
    pub(crate) fn note(&self, text: &str) {
        match self {
            Self::Terminal(bar) => bar.suspend(|| say(text)),
            Self::Lines(_) => say(text),
            Self::Json(_) => {}
        }
    }

    /// Takes away what is drawn.
    pub(crate) fn clear(&self) {
        if let Self::Terminal(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn is_due(last: &mut Option<Instant>) -> bool {
    let is_due = last.is_none_or(|last| last.elapsed() >= A_MINUTE);
    if is_due {
        *last = Some(Instant::now());
    }
    is_due
}

/// Joins parts to as few lines as they fit on.
fn joined(parts: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.len() + part.len() + 5 <= WIDTH => {
                line.push_str(" · ");
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(width - 1).collect();
    short.push('…');
    short
}

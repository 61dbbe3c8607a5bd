//! The progress: redrawn in place on a terminal, one line a minute elsewhere, or lines of JSON.

use std::io::IsTerminal as _;

use clerk_invite_outbox::{Event, Status};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::output::summary::{budgets, counts, json as status_json, progress};
use crate::output::{clock, iso, now, number, print, say};

/// The time between two lines where nothing can be redrawn, in milliseconds.
const A_MINUTE: i64 = 60_000;
/// The width that everything fits in.
const WIDTH: usize = 79;

/// Where the progress goes.
pub(crate) enum Screen {
    Terminal(ProgressBar),
    /// With the time of the last line, in Unix milliseconds.
    Lines(Option<i64>),
    Json(Option<i64>),
}

impl Screen {
    pub(crate) fn new(json: bool) -> Self {
        if json {
            return Self::Json(None);
        }
        if !std::io::stderr().is_terminal() {
            return Self::Lines(None);
        }
        Self::Terminal(bar(0))
    }

    /// Shows how far a campaign is; elsewhere than on a terminal, at most once a minute.
    pub(crate) fn show(&mut self, name: &str, status: &Status) {
        let now = now();
        match self {
            Self::Terminal(bar) => {
                let (finished, all) = progress(status);
                bar.set_prefix(shortened(name, 16));
                bar.set_length(all);
                bar.set_position(finished);
                let mut lines = vec![format!("{} of {}", number(finished), number(all))];
                let mut second = format!("  {}", counts(status));
                if let Some(done) = done(status, now) {
                    second = format!("{second} · {done}");
                }
                lines.push(second);
                lines.extend(joined(&budgets(status, now)).into_iter().map(|it| format!("  {it}")));
                let lines: Vec<String> = lines.iter().map(|line| shortened(line, WIDTH)).collect();
                bar.set_message(lines.join("\n"));
            }
            Self::Lines(last) => {
                if is_due(last, now) {
                    say(&line(name, status, now));
                }
            }
            Self::Json(last) => {
                if is_due(last, now) {
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

/// Returns a bar that is drawn on a terminal only.
pub(crate) fn bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{prefix} {bar:24} {percent:>3}%  {msg}");
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("##-"));
    }
    bar
}

/// Returns true once a minute. A clock that was set back does not silence it.
fn is_due(last: &mut Option<i64>, now: i64) -> bool {
    let is_due = last.is_none_or(|last| now < last || now - last >= A_MINUTE);
    if is_due {
        *last = Some(now);
    }
    is_due
}

fn line(name: &str, status: &Status, now: i64) -> String {
    let (finished, all) = progress(status);
    let mut parts = vec![counts(status)];
    parts.extend(budgets(status, now));
    parts.extend(done(status, now));
    format!(
        "{} {name}: {} of {} ({})",
        clock(now, now),
        number(finished),
        number(all),
        parts.join("; ")
    )
}

fn done(status: &Status, now: i64) -> Option<String> {
    let at = status.done_at.filter(|at| *at > now + A_MINUTE)?;
    Some(format!("done about {}", clock(at, now)))
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

#[cfg(test)]
mod tests {
    use clerk_invite_outbox::Outbox;

    use super::{is_due, line};

    #[test]
    fn a_line_is_due_once_a_minute() {
        let mut last = None;
        let times = [0, 1, 59_999, 60_000, 61_000, 119_999, 300_000, 359_999, 360_000];
        let due: Vec<i64> = times.into_iter().filter(|now| is_due(&mut last, *now)).collect();
        assert_eq!(due, [0, 60_000, 300_000, 360_000]);
        // Set back by an hour, it goes on from there.
        assert!(is_due(&mut last, -3_240_000) && !is_due(&mut last, -3_239_000));
    }

    #[tokio::test]
    async fn a_line_says_how_far_it_is() {
        let outbox = Outbox::open("sqlite::memory:").await.unwrap();
        let people = (0..1200).map(|number| format!("p{number}@example.com"));
        outbox.campaign("spring").enqueue(people).await.unwrap();
        let status = outbox.status("spring").await.unwrap();
        let line = line("spring", &status, 0);
        assert!(line.ends_with(" spring: 0 of 1,200 (queued 1,200)"), "{line}");
    }
}

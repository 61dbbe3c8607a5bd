//! Everything that people and programs read: words on standard error, data on standard output.

pub(crate) mod report;
pub(crate) mod screen;
pub(crate) mod summary;

use std::io::{IsTerminal as _, Write as _};

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Writes a line for people. Nobody may be reading.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Writes a line of data. Nobody may be reading.
pub(crate) fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Returns true if a question can be asked.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Returns the present, in Unix milliseconds.
pub(crate) fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

/// Writes a number with separators: `12,345`.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Writes a number with its noun: `1 row`, `2 rows`.
pub(crate) fn count(value: u64, noun: &str) -> String {
    let ending = if value == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", number(value))
}

/// Writes a time of the local clock: `14:03` today, else `Tue 1 Dec 14:03`.
pub(crate) fn clock(at: i64, now: i64) -> String {
    let zoned =
        |time| Some(Timestamp::from_millisecond(time).ok()?.to_zoned_datetime(TimeZone::system()));
    let (Some(at), Some(now)) = (zoned(at), zoned(now)) else { return "never".to_owned() };
    let format = if at.date() == now.date() { "%H:%M" } else { "%a %-d %b %H:%M" };
    at.strftime(format).to_string()
}

/// Writes a time for programs: `2026-11-30T21:03:00.000Z`.
pub(crate) fn iso(at: i64) -> String {
    Timestamp::from_millisecond(at).map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// Writes a length of time, rounded: `45 s`, `12 min`, `28 h`, `5 days`.
pub(crate) fn duration(millis: i64) -> String {
    let minutes = (millis + 30_000) / 60_000;
    match minutes {
        ..1 => format!("{} s", millis.max(0) / 1000),
        1..120 => format!("{minutes} min"),
        120..2880 => format!("{} h", (minutes + 30) / 60),
        _ => format!("{} days", (minutes + 720) / 1440),
    }
}

/// Writes lines of a file: `line 3`, `lines 3, 7 and 9`, `lines 3, 7, 9, 12, 15 and 40 more`.
pub(crate) fn lines(lines: impl IntoIterator<Item = u64>) -> String {
    const SHOWN: usize = 5;
    let lines: Vec<u64> = lines.into_iter().collect();
    let shown: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    let rest = lines.len().saturating_sub(SHOWN);
    match (shown.as_slice(), rest) {
        ([], _) => String::new(),
        ([one], 0) => format!("line {one}"),
        ([first @ .., last], 0) => format!("lines {} and {last}", first.join(", ")),
        (shown, rest) => format!("lines {} and {} more", shown.join(", "), number(rest as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, lines, number};

    #[test]
    fn numbers_and_times_are_easy_to_read() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(duration(45_000), "1 min");
        assert_eq!(duration(12_000), "12 s");
        assert_eq!(duration(28 * 3_602_000), "28 h");
        assert_eq!(duration(286 * 3_600_000), "12 days");
    }

    #[test]
    fn lines_are_listed_briefly() {
        assert_eq!(lines([3]), "line 3");
        assert_eq!(lines([3, 7, 9]), "lines 3, 7 and 9");
        assert_eq!(lines(1..=47), "lines 1, 2, 3, 4, 5 and 42 more");
    }
}

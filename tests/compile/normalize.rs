//! Compiler messages without what differs from machine to machine, and from change to change of
//! files that are not under test.
//!
//! The result has the form of trybuild's `.stderr` files.

/// Normalizes one message.
pub(crate) fn normalize(message: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut outside = false;
    let mut listed = None;
    for line in message.lines() {
        let mut line = line.trim_end().to_owned();
        let trimmed = line.trim_start();
        if trimmed.starts_with("--> ") || trimmed.starts_with("::: ") {
            (line, outside) = location(&line);
        } else if outside {
            // The source below a location elsewhere, without the numbers of its lines.
            outside = trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '|' || c == '.');
            if outside {
                line = without_number(&line);
            }
        }
        if line.contains("the full name for the type has been written to") {
            continue;
        }
        if let Some(line) = shortened(line, &mut listed) {
            lines.push(line);
        }
    }
    // A gap between two parts of a message is one empty line.
    lines.dedup_by(|second, first| first.is_empty() && second.is_empty());
    let mut text = unindented(&lines).join("\n");
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A line that says where something is, and whether that is outside of the file under test.
fn location(line: &str) -> (String, bool) {
    let start = line.len() - line.trim_start().len() + "--> ".len();
    let (arrow, place) = line.split_at(start);
    let place = place.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/")).unwrap_or(place);
    if place.starts_with("tests/ui/") {
        return (format!("{arrow}{place}"), false);
    }
    // Of `path:line:column`, the path alone.
    let path = place.split(':').next().unwrap_or(place);
    let path = if let Some((_, path)) = path.split_once("/library/") {
        format!("$RUST/{path}")
    } else if let Some(path) = path.split_once("/registry/src/").and_then(|it| registry(it.1)) {
        path
    } else {
        path.to_owned()
    };
    (format!("{arrow}{path}"), true)
}

/// `index.crates.io-0123456789abcdef/http-1.4.0/src/lib.rs` as `$CARGO/http-$VERSION/src/lib.rs`.
fn registry(path: &str) -> Option<String> {
    let (_, path) = path.split_once('/')?;
    let (package, file) = path.split_once('/')?;
    let (name, _) = package.rsplit_once('-')?;
    Some(format!("$CARGO/{name}-$VERSION/{file}"))
}

/// `10 | T: Send,` as `   | T: Send,`.
fn without_number(line: &str) -> String {
    let source = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
    format!("{:width$}{source}", "", width = line.len() - source.len())
}

/// Lists of types that implement a trait depend on all crates there are: eight are enough.
fn shortened(line: String, listed: &mut Option<usize>) -> Option<String> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    if trimmed.starts_with("= help: the following") && trimmed.contains("types implement trait ") {
        *listed = Some(0);
    } else if let Some(count) = listed {
        if indent < 12 {
            *listed = None;
            return Some(line);
        }
        *count += 1;
        return match *count {
            ..=8 => Some(line),
            9 => Some(format!("{:1$}and $N others", "", indent - 2)),
            _ => None,
        };
    }
    Some(line)
}

/// Without the room that the compiler leaves for line numbers, which those of other files widen.
fn unindented(lines: &[String]) -> Vec<String> {
    let mut done = Vec::new();
    let mut rest = lines;
    while let Some((heading, after)) = rest.split_first() {
        done.push(heading.clone());
        rest = after;
        let is_heading = ["error:", "error[", "warning:", "warning[", "note: "]
            .iter()
            .any(|start| heading.starts_with(start));
        if !is_heading || !rest.first().is_some_and(|line| line.trim_start().starts_with("--> ")) {
            continue;
        }
        let mut note = false;
        let kinds: Vec<_> = rest.iter().map_while(|line| Below::of(line, &mut note)).collect();
        let room = kinds.iter().filter_map(|kind| match kind {
            Below::Source(room) => Some(*room),
            Below::Continued | Below::Note => None,
        });
        let room = room.min().unwrap_or(0);
        for (line, kind) in rest.iter().zip(&kinds) {
            match (kind, line.find(' ')) {
                (Below::Source(_) | Below::Continued, Some(space)) => {
                    done.push(format!("{}{}", &line[..space], &line[space + room..]));
                }
                _ => done.push(line.clone()),
            }
        }
        rest = &rest[kinds.len()..];
    }
    done
}

/// A line below a heading.
enum Below {
    /// Source or its margin, with as many spaces as it can lose.
    Source(usize),
    /// The second and further lines of a `= note:`.
    Continued,
    /// A heading within the message, which has no margin.
    Note,
}

impl Below {
    /// `None` for the line behind the message.
    fn of(line: &str, note: &mut bool) -> Option<Self> {
        let after_note = std::mem::take(note);
        if line.starts_with("note:")
            || line.starts_with("help:")
            || line == "..."
            || (after_note && line.starts_with("      "))
        {
            *note = true;
            return Some(Self::Note);
        }
        if let Some(rest) = line.strip_prefix("... ") {
            return Some(Self::Source(rest.len() - rest.trim_start_matches(' ').len()));
        }
        let without = line.trim_start_matches(' ');
        let source = without.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = without.len() - source.len();
        let text = source.trim_start_matches(' ');
        let spaces = line.len() - text.len() - digits;
        let is = |marks: &[&str]| {
            marks.iter().any(|mark| {
                text.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
        };
        if spaces > 0
            && (is(&["|"])
                || (digits > 0 && is(&["~", "+", "-"]))
                || (digits == 0 && is(&["-->", ":::", "="])))
        {
            return Some(Self::Source(spaces - 1));
        }
        (digits == 0 && spaces > 10).then_some(Self::Continued)
    }
}

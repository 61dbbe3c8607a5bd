//! The screens in the README, from real runs. `clerk-invite-cli/screens/record.sh` makes them again.

use std::fmt::Write as _;
use std::path::Path;

use crate::terminal::Terminal;
use crate::world::World;

const LINE: usize = 18;
/// The width of a letter, in tenths.
const LETTER: usize = 84;
const MARGIN: usize = 16;

#[test]
#[ignore = "writes clerk-invite-cli/screens"]
fn record() {
    let world = World::new();
    let mut text = "Name;E-Mail;Plan\n".to_owned();
    for number in 1..=1200 {
        writeln!(text, "Person {number};person{number}@example.com;pro").expect("a line");
    }
    text.push_str("Again;PERSON7@example.com;pro\nTypo;person.example.com;pro\n");
    world.file("people.csv", &text);
    let arguments = ["send", "people.csv", "--rehearse"];
    let mut terminal = Terminal::start(&world, &arguments);
    terminal.wait_for("without `--rehearse` does it.");
    let mut rows = vec![format!("$ clerk-invite {}", arguments.join(" "))];
    rows.extend(terminal.rows());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("screens");
    std::fs::write(folder.join("rehearse.svg"), svg(&rows)).expect("written");
}

/// Draws rows of text as a terminal shows them.
fn svg(rows: &[String]) -> String {
    let last = rows.iter().rposition(|row| !row.trim().is_empty()).unwrap_or_default();
    let rows = &rows[..=last];
    let width = 80 * LETTER / 10 + 2 * MARGIN;
    let height = rows.len() * LINE + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>A rehearsal: the report, then the campaign hour by hour</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f24\"/>\n\
         <g font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"14\" \
         fill=\"#e6edf3\">\n"
    );
    for (index, row) in rows.iter().enumerate() {
        let y = MARGIN + (index + 1) * LINE - 4;
        let row = row.trim_end();
        if row.is_empty() {
            continue;
        }
        let escaped = row.replace('&', "&amp;").replace('<', "&lt;");
        // Fixed, whatever the width of the font's letters is.
        let length = row.chars().count() * LETTER / 10;
        writeln!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{y}\" textLength=\"{length}\" xml:space=\"preserve\">\
             {escaped}</text>"
        )
        .expect("a line");
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

//! Draws failures as cards below the steps of a call.

use std::fmt::Write as _;

use clerk_invite::Delivery;

use super::calls::{Failure, STEPS};

const WIDTH: usize = 800;
const MARGIN: usize = 16;
/// From one column to the next, and the width of a card.
const COLUMN: usize = 155;
const CARD: usize = 148;
/// From one card to the next.
const ROW: usize = 58;
const CARDS_TOP: usize = 70;

const LETTERS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const CODE: &str = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const LEGEND: [(Delivery, &str); 4] = [
    (Delivery::NotSent, "safe to send again"),
    (Delivery::Rejected, "refused by Clerk"),
    (Delivery::Unknown, "perhaps carried out"),
    (Delivery::Accepted, "carried out"),
];

pub(super) fn svg(failures: &[Failure]) -> String {
    let of_step = |step| failures.iter().filter(move |failure| failure.step == step);
    let rows = (0..STEPS.len()).map(|step| of_step(step).count()).max().unwrap_or(0);
    let legend_top = CARDS_TOP + rows * ROW + 14;
    let height = legend_top + 50 + MARGIN;
    let mut lines = vec![
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
             width=\"{WIDTH}\" height=\"{height}\" role=\"img\">"
        ),
        "<title>Where a call fails, and what delivery() says</title>".to_owned(),
        style(),
        "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1b1f24\"/>".to_owned(),
    ];
    for (step, name) in STEPS.iter().enumerate() {
        let x = MARGIN + step * COLUMN;
        lines.extend(arrow(x, name));
        for (row, failure) in of_step(step).enumerate() {
            let y = CARDS_TOP + row * ROW;
            lines.push(format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{CARD}\" height=\"50\" fill=\"#2b323b\"/>"
            ));
            lines.extend(card(x, y, failure.what, failure.delivery, [20, 40]));
        }
    }
    for (index, (delivery, meaning)) in LEGEND.into_iter().enumerate() {
        lines.extend(card(MARGIN + index * 194, legend_top, meaning, delivery, [40, 20]));
    }
    lines.push("</svg>\n".to_owned());
    lines.join("\n")
}

fn style() -> String {
    let mut style = format!(
        "<style>text{{font:14px {LETTERS};fill:#e6edf3}} .code{{font:600 14px {CODE}}} \
         .step{{font-weight:600;text-anchor:middle}}"
    );
    for (delivery, _) in LEGEND {
        let color = color(delivery);
        write!(style, " .{delivery:?}{{fill:{color}}}").expect("a rule");
    }
    style + "</style>"
}

fn arrow(x: usize, name: &str) -> [String; 2] {
    let (notch, edge, tip, middle) = (x + 12, x + CARD - 8, x + CARD + 4, x + CARD / 2 + 4);
    [
        format!("<path d=\"M{x} 16H{edge}L{tip} 36L{edge} 56H{x}L{notch} 36Z\" fill=\"#3d4652\"/>"),
        format!("<text x=\"{middle}\" y=\"41\" class=\"step\">{name}</text>"),
    ]
}

/// A bar in the color of the delivery, and two lines of text beside it.
fn card(
    x: usize,
    y: usize,
    text: &str,
    delivery: Delivery,
    [first, second]: [usize; 2],
) -> [String; 3] {
    let (left, text_y, delivery_y) = (x + 14, y + first, y + second);
    [
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"4\" height=\"50\" class=\"{delivery:?}\"/>"),
        format!("<text x=\"{left}\" y=\"{text_y}\">{text}</text>"),
        format!(
            "<text x=\"{left}\" y=\"{delivery_y}\" class=\"code {delivery:?}\">{delivery:?}</text>"
        ),
    ]
}

fn color(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::NotSent => "#79c0ff",
        Delivery::Rejected => "#e3b341",
        Delivery::Unknown => "#ff938a",
        Delivery::Accepted => "#56d364",
    }
}

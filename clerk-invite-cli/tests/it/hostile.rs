//! Workbooks that promise far more than they are: a clear error, or what is really in them, in little
//! memory.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::world::{Ran, World, program};

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn ods(content: &str) -> Vec<u8> {
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", content),
    ])
}

/// A sheet of these rows.
fn ods_rows(rows: &str) -> Vec<u8> {
    ods(&format!(
        "<office:spreadsheet><table:table table:name=\"People\">{rows}</table:table>\
         </office:spreadsheet>"
    ))
}

fn cell(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

fn row(attributes: &str, cells: &str) -> String {
    format!("<table:table-row {attributes}>{cells}</table:table-row>")
}

fn xlsx(strings: &str, rows: &str) -> Vec<u8> {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    packed(&[
        (
            "_rels/.rels",
            &format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{DOCUMENT}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook {MAIN} xmlns:r=\"{DOCUMENT}\"><sheets>\
                 <sheet name=\"People\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{DOCUMENT}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", &format!("<sst {MAIN}>{strings}</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ])
}

/// Looks at a file. On Linux with 480 MB of addresses, of which a program that is not optimized has
/// 100 before it begins.
fn look(world: &World, name: &str, bytes: &[u8]) -> Ran {
    std::fs::write(world.folder.path().join(name), bytes).unwrap();
    let mut command = if cfg!(target_os = "linux") {
        let mut command = assert_cmd::Command::new("/bin/sh");
        command.args(["-c", "ulimit -v 480000; exec \"$0\" \"$@\""]).arg(program());
        command
    } else {
        assert_cmd::Command::new(program())
    };
    command.args(["send", name, "--dry-run"]).current_dir(world.folder.path()).env_clear();
    Ran::from(command.output().expect("a process"))
}

#[test]
fn a_workbook_that_promises_too_much_is_refused() {
    let world = World::new();
    let person = cell("ann@example.com");
    let wide = cell("ann@example.com").replacen(
        "cell ",
        "cell table:number-columns-repeated=\"16384\" ",
        1,
    );
    let deep = "<text:span>".repeat(200_000);
    let long = "x".repeat(60_000);
    let references = |count: usize| {
        let cells = "<c t=\"s\"><v>0</v></c>".repeat(count);
        format!("<row r=\"1\">{cells}</row>")
    };
    for (name, bytes, expected) in [
        (
            "all_cells.ods",
            ods_rows(&row("table:number-rows-repeated=\"1048576\"", &wide)),
            "more than five million cells",
        ),
        ("wide_rows.ods", ods_rows(&row("", &wide).repeat(400)), "more than five million cells"),
        ("spaces.ods", ods_rows(&row("", &cell("a<text:s text:c=\"4294967295\"/>x"))), "64 KiB"),
        ("ends_in_a_sheet.ods", ods("<table:table table:name=\"a\">"), "is a damaged workbook"),
        (
            "ends_in_a_cell.ods",
            ods(&format!("<table:table><table:table-row>{}", &person[..60])),
            "is a damaged workbook",
        ),
        (
            "ends_in_a_comment.ods",
            ods("<table:table><table:table-row><table:table-cell><office:annotation>"),
            "is a damaged workbook",
        ),
        ("unbalanced.ods", ods_rows(&row("", &cell(&deep))), "is a damaged workbook"),
        ("no_sheet.ods", ods("<office:spreadsheet/>"), "no visible sheet"),
        ("one_text.ods", ods_rows(&row("", &cell(&"x".repeat(20_000_000)))), "larger than 16 MiB"),
        (
            "data.ods",
            ods(&format!("<a><![CDATA[{}]]></a>", "<a>".repeat(7_000_000))),
            "is a damaged workbook",
        ),
        (
            "one_string.xlsx",
            xlsx(&format!("<si><t>{long}</t></si>"), &references(2000)),
            "more than 64 MiB of text",
        ),
        (
            "one_text.xlsx",
            xlsx("", &format!("<row><c t=\"inlineStr\"><is><t>{}", "x".repeat(20_000_000))),
            "larger than 16 MiB",
        ),
        (
            "letter.ods",
            packed(&[
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("META-INF/manifest.xml", "<manifest:manifest/>"),
                ("content.xml", "<office:text/>"),
            ]),
            "a word processor (.odt)",
        ),
        (
            "locked.ods",
            packed(&[
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
                ("content.xml", "\u{1}"),
            ]),
            "protected by a password",
        ),
    ] {
        let ran = look(&world, name, &bytes);
        assert!(ran.assert_code(2).err.contains(expected), "{name}: {}", ran.err);
    }
}

#[test]
fn a_workbook_that_repeats_is_read_as_it_is() {
    let world = World::new();
    let header = row("", &cell("email"));
    let ann = row("", &cell("ann@example.com"));
    let blank = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
    let deep =
        format!("{}ann@example.com{}", "<text:span>".repeat(20_000), "</text:span>".repeat(20_000));
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
    let inline =
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ann@example.com</t></is></c></row>";
    for (name, bytes) in [
        (
            "below.ods",
            ods_rows(&format!(
                "{header}{ann}{}",
                row("table:number-rows-repeated=\"1048574\"", blank)
            )),
        ),
        (
            "far_down.ods",
            ods_rows(&format!(
                "{header}{}{ann}",
                row("table:number-rows-repeated=\"1048574\"", blank)
            )),
        ),
        ("deep.ods", ods_rows(&format!("{header}{}", row("", &cell(&deep))))),
        (
            "repeated.ods",
            ods_rows(&format!(
                "{header}{}",
                ann.replacen(' ', " table:number-rows-repeated=\"1000000\" ", 1)
            )),
        ),
        ("far.xlsx", xlsx("", &format!("{inline}{far}"))),
    ] {
        let ran = look(&world, name, &bytes);
        assert!(ran.err.contains("1 person to the application"), "{name}: {}", ran.err);
    }
}

//! Whatever bytes a file holds: no panic, and nobody who is not in it.

use std::collections::HashSet;
use std::io::{Cursor, Read as _, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;

use super::files::folder;
use crate::read::{Options, ReadError, Reading, read_bytes};

/// Parts of files, among them those that readers stumble over.
const PARTS: &[&str] = &[
    "ann@example.com",
    "ann",
    "\"ann\"",
    "@example.com",
    "Bob@Example.com",
    "c.d+e@gmail.com",
    "f@b\u{fc}cher.example",
    "email",
    "E-Mail",
    "Name",
    "role",
    "organization_id",
    "expires_in_days",
    "public_metadata",
    "public_metadata.a",
    "org:member",
    "org_1",
    "{\"a\":1}",
    "7",
    "<",
    ">",
    "Ann Lee <ann@example.com>",
    "\"",
    "\"\"",
    "'",
    ",",
    ",",
    ";",
    ";",
    "\t",
    "|",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "@",
    ".",
    "mailto:",
    "[",
    "]",
    "{",
    "}",
    ":",
    "\"email\":",
    "\"ann@example.com\"",
    "null",
    "true",
    "sep=;\n",
    "x",
];

/// Asserts what holds for every reading.
fn check(bytes: &[u8], result: Result<Reading, ReadError>) {
    let Ok(reading) = result else { return };
    let counted = reading.people.len() + reading.repeated.len() + reading.invalid.len();
    assert_eq!(counted as u64, reading.rows);
    let mut keys = HashSet::new();
    for person in &reading.people {
        let key = (person.email.same_address_key(), person.organization_id.clone());
        assert!(keys.insert(key), "twice");
        assert_eq!(person.cells.iter().len(), reading.headers.len());
    }
    // JSON may write a letter as an escape, and workbooks are compressed.
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\\')) {
        for person in &reading.people {
            assert!(
                text.contains(person.email.as_str()),
                "{:?} is not in the file",
                person.email.as_str()
            );
        }
    }
}

fn options() -> impl Strategy<Value = Options> {
    let column = prop::option::of(prop::sample::select(vec!["email", "1", "2", "all", "Name"]));
    let separator = prop::option::weighted(0.2, prop::sample::select(vec![',', ';', '\t', '|']));
    let header = prop::option::weighted(0.4, any::<bool>());
    (column, separator, header).prop_map(|(column, separator, header)| Options {
        email_column: column.map(str::to_owned),
        separator,
        header,
        sheet: None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..300)) {
        check(&bytes, read_bytes("any", bytes.clone(), &Options::default()));
    }

    #[test]
    fn any_text(text in ".{0,200}", options in options()) {
        check(text.as_bytes(), read_bytes("any", text.clone().into_bytes(), &options));
    }

    #[test]
    fn files_of_odd_parts(parts in vec(prop::sample::select(PARTS), 1..60), options in options()) {
        let text = parts.concat();
        check(text.as_bytes(), read_bytes("any", text.clone().into_bytes(), &Options::default()));
        check(text.as_bytes(), read_bytes("any", text.clone().into_bytes(), &options));
    }

    #[test]
    fn files_of_lines(
        lines in vec(vec(prop::sample::select(PARTS), 1..5), 1..12),
        separator in prop::sample::select(vec![",", ";", "\t"]),
        options in options(),
    ) {
        let lines: Vec<String> = lines.iter().map(|cells| cells.join(separator)).collect();
        let text = lines.join("\n");
        check(text.as_bytes(), read_bytes("any", text.clone().into_bytes(), &Options::default()));
        check(text.as_bytes(), read_bytes("any", text.clone().into_bytes(), &options));
    }
}

proptest! {
    // Each unpacks a workbook twice.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_workbooks(
        name in prop::sample::select(vec!["workbook.xlsx", "several_sheets.xlsx", "workbook.ods"]),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut bytes = std::fs::read(folder().join(name)).unwrap();
        for (index, byte) in damage {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        check(&[0xff], read_bytes(name, bytes, &Options::default()));
    }

    #[test]
    fn workbooks_of_damaged_parts(
        name in prop::sample::select(vec!["workbook.xlsx", "several_sheets.xlsx", "workbook.ods"]),
        part in any::<prop::sample::Index>(),
        damage in vec((any::<prop::sample::Index>(), prop::sample::select(XML)), 1..6),
    ) {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let bytes = with_damaged_part(&bytes, |parts| part.index(parts), |text| {
            for (at, piece) in &damage {
                let at = at.index(text.len());
                let end = text.len().min(at + piece.len());
                text.splice(at..end, piece.bytes());
            }
        });
        check(&[0xff], read_bytes(name, bytes, &Options::default()));
    }
}

/// Parts of XML with which workbooks are damaged.
const XML: &[&str] = &[
    "<",
    ">",
    "\"",
    "</row>",
    "<row r=\"9999999\">",
    "<c r=\"ZZZZ9\">",
    "r=\"A0\"",
    "t=\"s\"",
    "<v>999</v>",
    "<v>-1</v>",
    "&#x0;",
    "&amp",
    "<v>1e999</v>",
    "table:number-rows-repeated=\"-1\"",
    "0",
    "\u{e4}",
    "s=\"99\"",
    "<sst>",
];

/// Packs an archive again with one of its parts changed.
fn with_damaged_part(
    bytes: &[u8],
    choose: impl Fn(usize) -> usize,
    damage: impl Fn(&mut Vec<u8>),
) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let damaged = choose(archive.len());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).unwrap();
        if index == damaged && !text.is_empty() {
            damage(&mut text);
        }
        packed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(&text).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

//! Doubts that options end, and errors that name the file and the line.

use std::path::PathBuf;

use super::files::read_file;
use super::show::show;
use crate::read::{Options, ReadError, Source, read, separator_named};

fn emails(name: &str, options: &Options) -> Vec<String> {
    let reading = read_file(name, options).unwrap_or_else(|error| panic!("{error}"));
    reading.people.iter().map(|person| person.email.to_string()).collect()
}

fn email_column(name: &str) -> Options {
    Options { email_column: Some(name.to_owned()), ..Options::default() }
}

fn header(is_there: bool) -> Options {
    Options { header: Some(is_there), ..Options::default() }
}

fn separator(separator: char) -> Options {
    Options { separator: Some(separator), ..Options::default() }
}

fn sheet(name: &str) -> Options {
    Options { sheet: Some(name.to_owned()), ..Options::default() }
}

#[test]
fn an_option_decides() {
    for (file, options, expected) in [
        ("two_address_columns.csv", email_column("work email"), "ann@example.com"),
        ("two_address_columns.csv", email_column("3"), "ann@home.example"),
        ("email_twice.csv", email_column("2"), "bob@example.com"),
        ("two_address_columns_without_header.csv", email_column("3"), "ann@home.example"),
        ("unknown_header.csv", email_column("Kontakt"), "ann@example.com bob@example.com"),
        ("first_person_without_address.csv", header(false), "bob@example.com"),
        ("unknown_first_line.txt", header(false), "bob@example.com cal@example.com"),
        ("unknown_first_line.txt", header(true), "bob@example.com cal@example.com"),
        (
            "header_with_an_address.csv",
            Options { header: Some(true), ..email_column("1") },
            "bob@example.com",
        ),
        (
            "several_in_every_line.txt",
            email_column("all"),
            "ann@example.com bob@example.com cal@example.com dan@example.com",
        ),
        ("several_in_every_line.txt", email_column("2"), "bob@example.com dan@example.com"),
        ("objects_without_email.json", email_column("contact"), "ann@example.com"),
        ("semicolon.csv", separator(';'), "ann@example.com bob@example.com"),
        ("several_sheets.xlsx", sheet("staff"), "bob@example.com"),
    ] {
        assert_eq!(emails(file, &options).join(" "), expected, "{file} {options:?}");
    }
}

/// Every candidate of every doubt is a value with which the file reads, or raises the next doubt.
#[test]
fn candidates_end_a_doubt() {
    let mut doubts = 0;
    for entry in std::fs::read_dir(super::files::folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Err(ReadError::Doubt { option, candidates, .. }) =
            read_file(&name, &Options::default())
        else {
            continue;
        };
        doubts += 1;
        for candidate in candidates {
            let options = match option {
                "--email-column" => email_column(&candidate),
                "--header" => header(candidate == "yes"),
                "--separator" => separator(separator_named(&candidate).unwrap()),
                "--sheet" => sheet(&candidate),
                other => panic!("{other}"),
            };
            let again = read_file(&name, &options);
            let is_other = match &again {
                Ok(_) => true,
                Err(ReadError::Doubt { option: next, .. }) => *next != option,
                Err(ReadError::Problem { .. }) => false,
            };
            assert!(is_other, "{name} {options:?}: {}", show(&again));
        }
    }
    assert!(doubts > 8);
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    for (file, options, expected) in [
        ("comma.csv", email_column("mail"), "The columns are: email, name, role, organization_id."),
        ("comma.csv", email_column("9"), "comma.csv, line 1: no column"),
        ("comma.csv", email_column("all"), "is for lists"),
        (
            "no_header.csv",
            email_column("Ann Lee"),
            "The columns are: column 1, column 2, column 3.",
        ),
        (
            "several_sheets.xlsx",
            sheet("People"),
            "Its sheets are \"Read me\", \"Guests\", \"Staff\".",
        ),
    ] {
        let shown = show(&read_file(file, &options));
        assert!(shown.contains(expected), "{file} {options:?}: {shown}");
    }
}

#[test]
fn errors_name_the_path_as_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let shown =
        |path: PathBuf| read(&Source::Path(path), &Options::default()).unwrap_err().to_string();
    let error = shown(folder.path().to_owned());
    assert!(error.starts_with(&folder.path().display().to_string()), "{error}");
    assert!(error.contains("is a folder"), "{error}");
    for name in [r"C:\Users\Ann Lee\people.csv", r"\\server\share\people.csv", "no/such/people.csv"]
    {
        let error = shown(PathBuf::from(name));
        assert!(error.starts_with(&format!("{name}: there is no such file")), "{error}");
    }
    let path = folder.path().join("with spaces and ü.csv");
    std::fs::write(&path, "email\r\nann@example.com\r\n").unwrap();
    assert_eq!(read(&Source::Path(path), &Options::default()).unwrap().people.len(), 1);
}

#[test]
fn separators_have_names() {
    for (name, expected) in [("comma", ','), ("semicolon", ';'), ("tab", '\t'), ("pipe", '|')] {
        assert_eq!(separator_named(name), Some(expected));
        assert_eq!(separator_named(&expected.to_string()), Some(expected));
    }
    assert_eq!(separator_named("x"), None);
}

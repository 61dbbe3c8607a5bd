//! The layout of a table: where its header is, and which column is what. Decided from the first rows.

use super::address::{is_blank, is_like_domain, is_one_address};
use super::error::ReadError;
use super::headers::{Field, display_name, is_named, numbered};
use super::options::{ALL_COLUMNS, Options};

/// The number of rows that decide about a table.
pub(super) const SAMPLE: usize = 200;

/// The number of rows among which the header is.
const HEADER_WITHIN: usize = 30;

/// A row of the sample.
pub(super) struct SampleRow {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

impl SampleRow {
    pub(super) fn has_address(&self) -> bool {
        self.cells.iter().any(|cell| is_one_address(cell))
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| is_blank(cell))
    }
}

/// The layout of a table.
pub(super) struct Layout {
    /// The headers as they are written; `column 1` … if there are none.
    pub(super) headers: Vec<String>,
    /// The columns as messages name them, and the field that each holds.
    pub(super) columns: Vec<(String, Field)>,
    /// The index of the column of addresses.
    pub(super) email: usize,
    /// The line of the header. People are below it.
    pub(super) header_line: Option<u64>,
    /// The first and the last line of what stands above the header.
    pub(super) titles: Option<(u64, u64)>,
    /// The number of cells that a row has at least: the last columns may be without a header.
    pub(super) min_cells: usize,
}

/// Returns the row that is a header beyond doubt: it has a header of addresses, or the one that was
/// asked for, and nobody above it.
pub(super) fn sure_header(sample: &[SampleRow], options: &Options) -> Option<usize> {
    if options.header == Some(false) {
        return None;
    }
    let is_header = |row: &SampleRow| {
        let mut cells = row.cells.iter();
        !row.has_address()
            && cells.any(|cell| {
                let named =
                    options.email_column.as_deref().is_some_and(|name| is_named(cell, name));
                !is_blank(cell) && (named && !cell.contains('@') || Field::of(cell) == Field::Email)
            })
    };
    let index = sample.iter().take(HEADER_WITHIN).position(is_header)?;
    let above = sample.get(..index).unwrap_or_default();
    (!above.iter().any(SampleRow::has_address)).then_some(index)
}

/// Decides about a table.
///
/// # Errors
///
/// There are no addresses, or a doubt about the header or the column of the addresses.
pub(super) fn decide(
    file: &str,
    sample: &[SampleRow],
    options: &Options,
) -> Result<Layout, ReadError> {
    let sample: Vec<&SampleRow> = sample.iter().filter(|row| !row.is_blank()).collect();
    let header = find_header(file, &sample, options)?;
    let Some(row) = header.and_then(|index| sample.get(index)) else {
        return headerless(file, &sample, options);
    };
    let below: Vec<&SampleRow> =
        sample.iter().skip_while(|it| it.line <= row.line).copied().collect();
    let mut layout = with_headers(file, row.cells.clone(), Some(row.line), &below, options)?;
    let above = header.and_then(|index| sample.get(..index)).unwrap_or_default();
    layout.titles = above.first().zip(above.last()).map(|(first, last)| (first.line, last.line));
    Ok(layout)
}

/// Returns the index of the header among the rows that are not blank.
fn find_header(
    file: &str,
    sample: &[&SampleRow],
    options: &Options,
) -> Result<Option<usize>, ReadError> {
    if options.header == Some(false) {
        return Ok(None);
    }
    let owned = |row: &&SampleRow| SampleRow { line: row.line, cells: row.cells.clone() };
    let head: Vec<SampleRow> = sample.iter().take(HEADER_WITHIN).map(owned).collect();
    if let Some(index) = sure_header(&head, options) {
        return Ok(Some(index));
    }
    let Some(first) = sample.iter().position(|row| row.has_address()) else {
        return Err(no_addresses(file, sample));
    };
    let Some(candidate) = first.checked_sub(1) else {
        // The first row is somebody, unless the caller knows better.
        return Ok((options.header == Some(true)).then_some(0));
    };
    if options.header == Some(true) {
        return Ok(Some(candidate));
    }
    let row = sample.get(candidate).copied();
    if row.is_some_and(|row| row.cells.iter().any(|cell| is_of_invitation(cell))) {
        return Ok(Some(candidate));
    }
    // A header has a word above the addresses. A person whose address is missing has nothing there.
    let below = sample.get(first..).unwrap_or_default();
    let is_named = row.is_some_and(|row| {
        address_columns(below).iter().all(|&index| {
            let cell = row.cells.get(index).map(String::as_str).unwrap_or_default();
            !is_blank(cell) && !cell.contains('@') && !is_like_domain(cell)
        })
    });
    if is_named && options.email_column.is_none() {
        return Ok(Some(candidate));
    }
    let line = row.map(|row| row.line).unwrap_or_default();
    Err(ReadError::Doubt {
        file: file.to_owned(),
        question: format!("Is line {line} a header?"),
        option: "--header",
        candidates: vec!["yes".to_owned(), "no".to_owned()],
    })
}

fn is_of_invitation(cell: &str) -> bool {
    !matches!(Field::of(cell), Field::Other | Field::Email)
}

fn no_addresses(file: &str, sample: &[&SampleRow]) -> ReadError {
    let holds_at = |row: &&&SampleRow| row.cells.iter().any(|cell| cell.contains('@'));
    if let Some(row) = sample.iter().find(holds_at).filter(|row| row.line > 0) {
        let problem = "there is an `@`, but not in an email address that stands alone";
        let advice = "Put each address into a cell or a line of its own, or between `<` and `>`.";
        return ReadError::of_line(file, row.line, problem, advice);
    }
    let problem = match sample.len() {
        0 => "holds no rows".to_owned(),
        1..SAMPLE => "no row holds an email address".to_owned(),
        _ => format!("none of the first {SAMPLE} rows holds an email address"),
    };
    let advice =
        "If this is the right file, its header must name the column of addresses, such as `email`.";
    ReadError::of_file(file, problem, advice)
}

/// Returns the columns in which there are addresses.
fn address_columns(rows: &[&SampleRow]) -> Vec<usize> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let holds = |index: &usize| {
        rows.iter().any(|row| row.cells.get(*index).is_some_and(|cell| is_one_address(cell)))
    };
    (0..width).filter(holds).collect()
}

/// Decides about the columns of a table with these headers.
pub(super) fn with_headers(
    file: &str,
    headers: Vec<String>,
    header_line: Option<u64>,
    below: &[&SampleRow],
    options: &Options,
) -> Result<Layout, ReadError> {
    let names: Vec<String> =
        headers.iter().enumerate().map(|(index, it)| display_name(it, index)).collect();
    let fields: Vec<Field> = headers.iter().map(|header| Field::of(header)).collect();
    let email = match options.email_column.as_deref() {
        Some(wanted) => chosen(file, &headers, &names, header_line, wanted)?,
        None => {
            let mut candidates: Vec<usize> =
                (0..fields.len()).filter(|&it| fields.get(it) == Some(&Field::Email)).collect();
            let question = if candidates.is_empty() {
                candidates = address_columns(below);
                candidates.retain(|&index| index < headers.len());
                "Which column is the email address? No header says so."
            } else {
                "Which column is the email address? More than one header says so."
            };
            match candidates.as_slice() {
                [] => return Err(no_addresses(file, below)),
                [only] if fields.get(*only) == Some(&Field::Email) => *only,
                _ => return Err(which_column(file, question, &candidates, &headers, &names)),
            }
        }
    };
    let fields = fields.into_iter().enumerate().map(|(index, field)| match field {
        _ if index == email => Field::Email,
        Field::Email => Field::Other,
        field => field,
    });
    let columns: Vec<(String, Field)> = names.into_iter().zip(fields).collect();
    refuse_twice(file, header_line, &columns)?;
    refuse_nested(file, header_line, &columns)?;
    let min_cells =
        headers.iter().rposition(|header| !is_blank(header)).map_or(0, |index| index + 1);
    let or_number = |(index, header): (usize, String)| {
        if is_blank(&header) { numbered(index) } else { header }
    };
    let headers = headers.into_iter().enumerate().map(or_number).collect();
    Ok(Layout { headers, columns, email, header_line, titles: None, min_cells })
}

/// Returns the column that the caller names, by its header or its number.
fn chosen(
    file: &str,
    headers: &[String],
    names: &[String],
    header_line: Option<u64>,
    wanted: &str,
) -> Result<usize, ReadError> {
    let matching: Vec<usize> = (0..headers.len())
        .filter(|&index| headers.get(index).is_some_and(|it| is_named(it, wanted)))
        .collect();
    let number = wanted.trim().parse::<usize>().ok().and_then(|it| it.checked_sub(1));
    match (matching.as_slice(), number) {
        ([only], _) => return Ok(*only),
        ([], Some(index)) if index < headers.len() => return Ok(index),
        ([], _) => {}
        _ => {
            let question = "Which column is the email address? Several have this header.";
            return Err(which_column(file, question, &matching, headers, names));
        }
    }
    if wanted == ALL_COLUMNS {
        let advice = "Name one of its columns with --email-column.";
        let problem = "`--email-column all` is for lists, and this is a table";
        return Err(ReadError::of_file(file, problem, advice));
    }
    let problem = "no column has the header, or the number, that --email-column names".to_owned();
    let advice = format!("The columns are: {}.", names.join(", "));
    Err(at(file, header_line, problem, advice))
}

/// Asks for the column. A header that occurs twice, or that is not shown, goes by its number.
fn which_column(
    file: &str,
    question: &str,
    candidates: &[usize],
    headers: &[String],
    names: &[String],
) -> ReadError {
    let value = |&index: &usize| {
        let header = headers.get(index).map(String::as_str).unwrap_or_default();
        let is_unique = headers.iter().filter(|it| is_named(it, header)).count() == 1;
        match names.get(index) {
            Some(name) if is_unique && is_named(name, header) => name.clone(),
            _ => (index + 1).to_string(),
        }
    };
    ReadError::Doubt {
        file: file.to_owned(),
        question: question.to_owned(),
        option: "--email-column",
        candidates: candidates.iter().map(value).collect(),
    }
}

fn refuse_twice(
    file: &str,
    header_line: Option<u64>,
    columns: &[(String, Field)],
) -> Result<(), ReadError> {
    for (index, (_, field)) in columns.iter().enumerate() {
        let earlier = columns.iter().take(index).position(|(_, other)| other == field);
        if let Some(first) = earlier.filter(|_| *field != Field::Other) {
            let problem =
                format!("columns {} and {} both say `{}`", first + 1, index + 1, field.name());
            let advice = "Delete or rename one of them.";
            return Err(at(file, header_line, problem, advice));
        }
    }
    Ok(())
}

/// `public_metadata.team.name` may mean a key with a dot, or an object in an object.
fn refuse_nested(
    file: &str,
    header_line: Option<u64>,
    columns: &[(String, Field)],
) -> Result<(), ReadError> {
    let is_nested = |(_, field): &&(String, Field)| matches!(field, Field::MetadataKey(key) if key.contains('.'));
    let Some((name, _)) = columns.iter().find(is_nested) else { return Ok(()) };
    let problem = "the key behind `public_metadata.` holds another dot";
    let advice = "Write metadata that is nested as JSON, into a column `public_metadata`.";
    Err(at(file, header_line, problem, advice).in_column(name))
}

/// Returns a problem with the header, if there is a line of it.
fn at(
    file: &str,
    header_line: Option<u64>,
    problem: impl Into<String>,
    advice: impl Into<String>,
) -> ReadError {
    match header_line {
        Some(line) => ReadError::of_line(file, line, problem, advice),
        None => ReadError::of_file(file, problem, advice),
    }
}

/// Decides about a table without a header: only the column of the addresses is known.
fn headerless(file: &str, sample: &[&SampleRow], options: &Options) -> Result<Layout, ReadError> {
    let width = usual_width(sample);
    let headers: Vec<String> = (0..width).map(numbered).collect();
    let email = match options.email_column.as_deref() {
        Some(wanted) => chosen(file, &headers, &headers, None, wanted)?,
        None => match address_columns(sample).as_slice() {
            [] => return Err(no_addresses(file, sample)),
            [only] if *only < width => *only,
            candidates => {
                let question = "Which column is the email address? Several hold addresses, and \
                                there is no header.";
                return Err(which_column(file, question, candidates, &[], &[]));
            }
        },
    };
    let field = |index| if index == email { Field::Email } else { Field::Other };
    let columns =
        headers.iter().enumerate().map(|(index, name)| (name.clone(), field(index))).collect();
    Ok(Layout { headers, columns, email, header_line: None, titles: None, min_cells: width })
}

/// Returns the number of cells that most rows have; of two such numbers the greater.
pub(super) fn usual_width(rows: &[&SampleRow]) -> usize {
    let widths = || rows.iter().map(|row| row.cells.len());
    let rows_of = |width: usize| widths().filter(|it| *it == width).count();
    widths().max_by_key(|&width| (rows_of(width), width)).unwrap_or_default()
}

//! Workbooks: `.xlsx` and `.ods`.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxError,
};

use super::address::trim;
use super::archive::{Kind, damaged, has_password, inspect};
use super::cells::SheetCells;
use super::delimited::{MAX_CELL, Row};
use super::error::ReadError;
use super::fields::person;
use super::headers::numbered;
use super::layout::{SAMPLE, SampleRow, decide, sure_header};
use super::ods;
use super::options::Options;
use super::people::People;
use super::reading::{Format, Reading};
use super::table::{columns, warn_of_titles};

/// The number of columns up to which a cell far to the right is one of the table.
const MAX_WIDTH: usize = 1000;

/// Reads the people of a workbook.
///
/// # Errors
///
/// The workbook is damaged, too large or has a password, there is no such sheet, or a doubt.
pub(super) fn read(file: &str, bytes: Vec<u8>, options: &Options) -> Result<Reading, ReadError> {
    let kind = inspect(file, &bytes)?;
    // Damaged workbooks make the reader panic here and there.
    let opened = catch_unwind(AssertUnwindSafe(|| -> Result<_, ReadError> {
        let mut book = Book::open(file, kind, bytes)?;
        let chosen = choose(file, &mut book, options)?;
        Ok((chosen, book.sheets()))
    }));
    let ((sheet, cells), sheets) = opened.unwrap_or_else(|_| Err(damaged(file)))?;
    if let Some((row, column, _)) = cells.iter().find(|(.., text)| text.len() > MAX_CELL) {
        let line = u64::from(row) + 1;
        let column = numbered(column as usize);
        let error = ReadError::of_line(file, line, "a cell is larger than 64 KiB", "Shorten it.");
        return Err(error.in_column(column));
    }
    let rows = Rows::new(&cells);
    let layout = {
        let mut layout = decide(file, &rows.sample(), options)?;
        // A row ends with its last cell that holds something.
        layout.min_cells = 0;
        layout
    };
    let mut people = People::default();
    warn_of_titles(&layout, &mut people);
    let others: Vec<&str> =
        sheets.iter().map(String::as_str).filter(|name| *name != sheet).collect();
    if !others.is_empty() {
        let others = others.join("\", \"");
        people.warn(format!("Only the sheet \"{sheet}\" was read, not \"{others}\"."));
    }
    for row in rows.iter() {
        if layout.header_line.is_none_or(|header| row.line > header) {
            people.add(person(&layout, &row, false));
        }
    }
    let kind = match kind {
        Kind::Xlsx => "xlsx",
        Kind::Ods => "ods",
    };
    let format = Format {
        description: format!("a workbook (.{kind}), sheet \"{sheet}\""),
        separator: None,
        has_bom: false,
        has_header: layout.header_line.is_some(),
        columns: columns(&layout),
    };
    Ok(people.finish(format, layout.headers))
}

/// Returns the sheet to read, and its cells: the one that was asked for, else the first, unless only
/// others hold addresses.
fn choose(
    file: &str,
    book: &mut Book,
    options: &Options,
) -> Result<(String, SheetCells), ReadError> {
    let sheets = book.sheets();
    let quoted = || sheets.join("\", \"");
    if let Some(wanted) = options.sheet.as_deref() {
        let is_wanted = |name: &&String| trim(name).to_lowercase() == trim(wanted).to_lowercase();
        let exact = sheets.iter().find(|name| *name == wanted);
        let Some(name) = exact.or_else(|| sheets.iter().find(is_wanted)) else {
            let advice = format!("Its sheets are \"{}\".", quoted());
            return Err(ReadError::of_file(file, "there is no such sheet", advice));
        };
        return Ok((name.clone(), book.cells(file, name)?));
    }
    let Some(first) = sheets.first() else {
        let advice = "Show the sheet of people, or save it as \"CSV UTF-8\".";
        return Err(ReadError::of_file(file, "has no visible sheet", advice));
    };
    let cells = book.cells(file, first)?;
    if has_people(&cells, options) {
        return Ok((first.clone(), cells));
    }
    let mut candidates = Vec::new();
    for name in sheets.iter().skip(1) {
        if has_people(&book.cells(file, name)?, options) {
            candidates.push(name.clone());
        }
    }
    if candidates.is_empty() {
        return Ok((first.clone(), cells));
    }
    Err(ReadError::Doubt {
        file: file.to_owned(),
        question: format!("Which sheet? The first, \"{first}\", holds no email addresses."),
        option: "--sheet",
        candidates,
    })
}

fn has_people(cells: &SheetCells, options: &Options) -> bool {
    let sample = Rows::new(cells).sample();
    sure_header(&sample, options).is_some() || sample.iter().any(SampleRow::has_address)
}

/// The rows of a sheet that are not blank.
struct Rows<'a> {
    cells: &'a SheetCells,
    /// The number of columns, or 0 if a cell stands so far to the right that it is not one of them.
    width: usize,
}

impl<'a> Rows<'a> {
    fn new(cells: &'a SheetCells) -> Self {
        let last = cells.iter().map(|(_, column, _)| column as usize).max();
        let width = last.map_or(0, |last| last + 1);
        Self { cells, width: if width > MAX_WIDTH { 0 } else { width } }
    }

    fn iter(&self) -> impl Iterator<Item = Row<'a>> {
        self.cells.rows().map(|cells| {
            let mut texts = Vec::new();
            let mut line = 0;
            for (row, column, text) in cells {
                line = u64::from(row) + 1;
                let column = column as usize;
                texts.resize(texts.len().max(column + 1), "");
                if let Some(cell) = texts.get_mut(column) {
                    *cell = text;
                }
            }
            texts.resize(texts.len().max(self.width), "");
            Row { line, cells: texts, quoted_text: None }
        })
    }

    fn sample(&self) -> Vec<SampleRow> {
        let owned = |row: Row<'_>| SampleRow {
            line: row.line,
            cells: row.cells.iter().map(|&cell| cell.to_owned()).collect(),
        };
        self.iter().take(SAMPLE).map(owned).collect()
    }
}

/// An open workbook.
enum Book {
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    /// The visible sheets.
    Ods(Vec<(String, SheetCells)>),
}

impl Book {
    fn open(file: &str, kind: Kind, bytes: Vec<u8>) -> Result<Self, ReadError> {
        match kind {
            Kind::Xlsx => match Xlsx::new(Cursor::new(bytes)) {
                Ok(book) => Ok(Self::Xlsx(Box::new(book))),
                Err(XlsxError::Password) => Err(has_password(file)),
                Err(_) => Err(damaged(file)),
            },
            Kind::Ods => Ok(Self::Ods(ods::sheets(file, &bytes)?)),
        }
    }

    /// Returns the names of the visible sheets in order.
    fn sheets(&self) -> Vec<String> {
        let book = match self {
            Self::Xlsx(book) => book,
            Self::Ods(sheets) => return sheets.iter().map(|(name, _)| name.clone()).collect(),
        };
        let is_visible = |sheet: &&Sheet| {
            sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
        };
        book.sheets_metadata().iter().filter(is_visible).map(|sheet| sheet.name.clone()).collect()
    }

    /// Takes the cells of a sheet that are not blank.
    fn cells(&mut self, file: &str, sheet: &str) -> Result<SheetCells, ReadError> {
        let mut cells = SheetCells::default();
        match self {
            // Cell by cell: a range is one block of memory up to the cell farthest to the right.
            Self::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| damaged(file))?;
                while let Some(cell) = reader.next_cell().map_err(|_| damaged(file))? {
                    let (row, column) = cell.get_position();
                    match cell.get_value() {
                        DataRef::SharedString(text) => cells.add(file, row, column, text)?,
                        value => cells.add(file, row, column, &text(&Data::from(value.clone())))?,
                    }
                }
            }
            Self::Ods(sheets) => {
                if let Some((_, found)) = sheets.iter_mut().find(|(name, _)| name == sheet) {
                    cells = std::mem::take(found);
                }
            }
        }
        cells.sort();
        Ok(cells)
    }
}

/// Returns a value as the same sheet saved as CSV would have it.
fn text(value: &Data) -> String {
    match value {
        Data::DateTime(date) => date_text(*date),
        value => value.to_string(),
    }
}

fn date_text(date: ExcelDateTime) -> String {
    if date.is_duration() {
        return date.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        day
    } else {
        format!("{day} {hour:02}:{minute:02}:{second:02}")
    }
}

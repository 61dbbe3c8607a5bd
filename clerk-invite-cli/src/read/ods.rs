//! Sheets of an `.ods` file, read from end to end without expanding what they repeat.
//! calamine's reader expands repeated cells one by one, and never ends if the file ends within a sheet.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::archive::damaged;
use super::cells::SheetCells;
use super::delimited::MAX_CELL;
use super::error::ReadError;

/// The size in bytes up to which a tag or a text is read.
const MAX_EVENT: usize = 16 * 1024 * 1024;

/// The numbers of rows and columns that a sheet has at most.
const MAX_ROWS: u32 = 1_048_576;
const MAX_COLUMNS: u32 = 16_384;

/// Returns the visible sheets in order, with their cells.
///
/// # Errors
///
/// The workbook is damaged or too large.
pub(super) fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<(String, SheetCells)>, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(file))?;
    let content = archive.by_name("content.xml").map_err(|_| damaged(file))?;
    Content::new(file, content).sheets()
}

/// The part of the archive in which all sheets are.
struct Content<'f, R: Read> {
    file: &'f str,
    xml: Reader<Bounded<R>>,
    buffer: Vec<u8>,
}

/// The next part of the XML.
enum Part {
    Begin(BytesStart<'static>),
    End(String),
    Text(String),
}

impl<'f, R: Read> Content<'f, R> {
    fn new(file: &'f str, content: R) -> Self {
        let mut xml = Reader::from_reader(Bounded { inner: BufReader::new(content), left: 0 });
        xml.config_mut().expand_empty_elements = true;
        Self { file, xml, buffer: Vec::new() }
    }

    /// Returns `None` at the end.
    fn next(&mut self) -> Result<Option<Part>, ReadError> {
        loop {
            self.buffer.clear();
            self.xml.get_mut().left = MAX_EVENT;
            let event = self.xml.read_event_into(&mut self.buffer);
            return Ok(Some(match event.map_err(|_| damaged(self.file))? {
                Event::Eof => return Ok(None),
                Event::Start(tag) => Part::Begin(tag.into_owned()),
                Event::End(tag) => Part::End(tag.name().as_ref().to_owned()),
                Event::Text(text) => Part::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Part::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => {
                    Part::Text(resolved(&entity).ok_or_else(|| damaged(self.file))?)
                }
                _ => continue,
            }));
        }
    }

    fn sheets(mut self) -> Result<Vec<(String, SheetCells)>, ReadError> {
        let mut hidden = HashSet::new();
        let mut style = None;
        let mut sheets = Vec::new();
        // In all sheets together.
        let mut count = 0;
        while let Some(part) = self.next()? {
            let Part::Begin(tag) = part else { continue };
            match tag.name().as_ref() {
                "style:style" => style = self.attribute(&tag, "style:name")?,
                "style:table-properties"
                    if self.attribute(&tag, "table:display")?.as_deref() == Some("false") =>
                {
                    hidden.extend(style.clone());
                }
                "table:table" => {
                    let name = self.attribute(&tag, "table:name")?;
                    let style = self.attribute(&tag, "table:style-name")?;
                    let cells = self.sheet()?;
                    count += cells.len();
                    SheetCells::check_count(self.file, count)?;
                    if let Some(name) = name
                        && !style.is_some_and(|style| hidden.contains(&style))
                    {
                        sheets.push((name, cells));
                    }
                }
                _ => {}
            }
        }
        Ok(sheets)
    }

    /// Reads a sheet to its end.
    fn sheet(&mut self) -> Result<SheetCells, ReadError> {
        let mut cells = SheetCells::default();
        let (mut row, mut column) = (0, 0);
        let (mut row_begins_at, mut row_repeats) = (0, 1);
        loop {
            match self.next()?.ok_or_else(|| damaged(self.file))? {
                Part::Begin(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        row_repeats = self.repeats(&tag, "table:number-rows-repeated")?;
                        row_begins_at = cells.len();
                        column = 0;
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        let repeats = self.repeats(&tag, "table:number-columns-repeated")?;
                        let text = self.cell(&tag)?;
                        let before = cells.len();
                        if row < MAX_ROWS && column < MAX_COLUMNS {
                            cells.add(self.file, row, column, &text)?;
                        }
                        if cells.len() > before {
                            let times = repeats.min(MAX_COLUMNS - column) - 1;
                            cells.repeat_cell(self.file, times)?;
                        }
                        column = column.saturating_add(repeats);
                    }
                    _ => {}
                },
                Part::End(name) if name == "table:table-row" => {
                    if cells.len() > row_begins_at {
                        let times = row_repeats.min(MAX_ROWS.saturating_sub(row)).max(1) - 1;
                        cells.repeat_row(self.file, row_begins_at, times)?;
                    }
                    row = row.saturating_add(row_repeats);
                }
                Part::End(name) if name == "table:table" => return Ok(cells),
                Part::End(_) | Part::Text(_) => {}
            }
        }
    }

    /// Reads a cell to its end, and returns its value as the same sheet saved as CSV would have it.
    fn cell(&mut self, tag: &BytesStart<'_>) -> Result<String, ReadError> {
        let name = tag.name().as_ref().to_owned();
        let value = self.value(tag)?;
        let mut text = String::new();
        let (mut paragraphs, mut is_inside) = (0, false);
        // Comments, and whatever else is drawn at a cell, are none of its text.
        let mut drawn = 0_usize;
        loop {
            match self.next()?.ok_or_else(|| damaged(self.file))? {
                Part::Begin(tag) => match tag.name().as_ref() {
                    "office:annotation" => drawn += 1,
                    name if name.starts_with("draw:") => drawn += 1,
                    _ if drawn > 0 => {}
                    "text:p" => {
                        paragraphs += 1;
                        is_inside = true;
                        push(&mut text, if paragraphs > 1 { "\n" } else { "" });
                    }
                    "text:s" => {
                        let count = self.repeats(&tag, "text:c")? as usize;
                        push(&mut text, &" ".repeat(count.min(MAX_CELL + 1)));
                    }
                    "text:tab" => push(&mut text, "\t"),
                    "text:line-break" => push(&mut text, "\n"),
                    _ => {}
                },
                Part::End(end) if end == name => return Ok(value.unwrap_or(text)),
                Part::End(end) if end == "office:annotation" || end.starts_with("draw:") => {
                    drawn = drawn.saturating_sub(1);
                }
                Part::End(end) if end == "text:p" && drawn == 0 => is_inside = false,
                Part::Text(part) if drawn == 0 && is_inside => push(&mut text, &part),
                Part::End(_) | Part::Text(_) => {}
            }
        }
    }

    /// Returns a value that is not the cell's text: a number, a date, or the string of a formula.
    fn value(&self, tag: &BytesStart<'_>) -> Result<Option<String>, ReadError> {
        for name in ["office:date-value", "office:time-value", "office:boolean-value"] {
            if let Some(value) = self.attribute(tag, name)? {
                return Ok(Some(value));
            }
        }
        if let Some(value) = self.attribute(tag, "office:value")? {
            return Ok(Some(value.parse::<f64>().map_or(value, |number| number.to_string())));
        }
        // LibreOffice keeps the text of an error beside an empty string.
        Ok(self.attribute(tag, "office:string-value")?.filter(|value| !value.is_empty()))
    }

    fn attribute(&self, tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
        let failed = || damaged(self.file);
        let Some(attribute) = tag.try_get_attribute(name).map_err(|_| failed())? else {
            return Ok(None);
        };
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| failed())?;
        Ok(Some(value.into_owned()))
    }

    /// Returns how often something is there; 1 if nothing, or no number, says so.
    fn repeats(&self, tag: &BytesStart<'_>, name: &str) -> Result<u32, ReadError> {
        let repeats = self.attribute(tag, name)?;
        Ok(repeats.and_then(|it| it.parse::<u32>().ok()).unwrap_or(1).max(1))
    }
}

/// Adds to a cell, until it is larger than is allowed.
fn push(cell: &mut String, text: &str) {
    if cell.len() <= MAX_CELL {
        cell.push_str(text);
    }
}

/// Returns the character that an entity stands for.
fn resolved(entity: &BytesRef<'_>) -> Option<String> {
    let known = quick_xml::escape::resolve_predefined_entity(entity.as_ref());
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    entity.resolve_char_ref().ok().flatten().map(String::from)
}

/// A reader that gives so many bytes, until it is allowed more.
struct Bounded<R> {
    inner: BufReader<R>,
    left: usize,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(target)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("a tag or a text without an end"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}

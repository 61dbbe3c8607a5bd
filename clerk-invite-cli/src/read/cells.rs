//! Cells of a sheet, within bounds: a small file can promise gigabytes.

use super::address::is_blank;
use super::error::ReadError;

/// The number of cells up to which a workbook is read.
const MAX_CELLS: usize = 5_000_000;

/// The size in bytes up to which its text is read.
const MAX_TEXT: usize = 64 * 1024 * 1024;

const ADVICE: &str = "Save the columns that are needed as \"CSV UTF-8\", and send that file.";

/// Cells that are not blank, with their row and column from 0.
#[derive(Default)]
pub(super) struct SheetCells {
    cells: Vec<Cell>,
    /// The texts of the cells. Repeated cells share theirs.
    text: String,
}

#[derive(Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    start: u32,
    length: u32,
}

impl SheetCells {
    /// Adds a cell, unless it is blank.
    ///
    /// # Errors
    ///
    /// There are too many of them.
    pub(super) fn add(
        &mut self,
        file: &str,
        row: u32,
        column: u32,
        text: &str,
    ) -> Result<(), ReadError> {
        if is_blank(text) {
            return Ok(());
        }
        if self.text.len() + text.len() > MAX_TEXT {
            return Err(ReadError::of_file(file, "holds more than 64 MiB of text", ADVICE));
        }
        // Smaller than `MAX_TEXT`.
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.push(file, Cell { row, column, start, length })
    }

    /// Adds the cell before once more, in the columns that follow it.
    pub(super) fn repeat_cell(&mut self, file: &str, times: u32) -> Result<(), ReadError> {
        let Some(&cell) = self.cells.last() else { return Ok(()) };
        for offset in 1..=times {
            self.push(file, Cell { column: cell.column.saturating_add(offset), ..cell })?;
        }
        Ok(())
    }

    /// Adds the cells from `first` on once more, in the rows that follow theirs.
    pub(super) fn repeat_row(
        &mut self,
        file: &str,
        first: usize,
        times: u32,
    ) -> Result<(), ReadError> {
        let last = self.cells.len();
        for offset in 1..=times {
            for index in first..last {
                let Some(&cell) = self.cells.get(index) else { break };
                self.push(file, Cell { row: cell.row.saturating_add(offset), ..cell })?;
            }
        }
        Ok(())
    }

    fn push(&mut self, file: &str, cell: Cell) -> Result<(), ReadError> {
        self.cells.push(cell);
        Self::check_count(file, self.cells.len())
    }

    /// Refuses more cells than are read.
    pub(super) fn check_count(file: &str, count: usize) -> Result<(), ReadError> {
        if count > MAX_CELLS {
            return Err(ReadError::of_file(file, "has more than five million cells", ADVICE));
        }
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Brings the cells into the order of rows and columns.
    pub(super) fn sort(&mut self) {
        self.cells.sort_unstable_by_key(|cell| (cell.row, cell.column));
    }

    /// Returns the cells as row, column and text.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u32, &str)> {
        self.cells.iter().map(|cell| self.of(*cell))
    }

    /// Returns the rows that have cells, after [`sort`](Self::sort).
    pub(super) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = (u32, u32, &str)>> {
        let rows = self.cells.chunk_by(|a, b| a.row == b.row);
        rows.map(|cells| cells.iter().map(|cell| self.of(*cell)))
    }

    fn of(&self, cell: Cell) -> (u32, u32, &str) {
        let start = cell.start as usize;
        let text = self.text.get(start..start + cell.length as usize);
        (cell.row, cell.column, text.unwrap_or_default())
    }
}

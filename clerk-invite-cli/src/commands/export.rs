//! `export`: the input's columns, and what became of each row.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};

use clerk_invite_outbox::{Exported, Filter};

use crate::args::Export;
use crate::batch::{Key, key};
use crate::database::Database;
use crate::ending::{Ending, Failure};
use crate::inputs::Shape;
use crate::output::{count, iso, say};

/// The columns behind the input's.
const COLUMNS: [&str; 6] = ["state", "code", "reason", "invitation_id", "evidence", "sent_at"];
/// The number of rows that are looked up at once.
const PAGE: usize = 200;

pub(crate) async fn run(arguments: Export) -> Result<Ending, Failure> {
    let database = Database::open().await?;
    let name = database.named(arguments.name).await?;
    let mut filter = Filter::default();
    filter.state = arguments.state;
    let mut export = database.outbox.export(&name, filter).await?;
    let shape = database.inputs.shape(&name).await?;

    let Some(path) = arguments.file else {
        let mut table = Table::new(Box::new(std::io::stdout().lock()), &shape)?;
        while let Some(page) = next_page(&mut export).await? {
            table.add(&database, &name, page).await?;
        }
        table.finish()?;
        return Ok(Ending::Done);
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // It is as private as the database.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options
        .open(&path)
        .map_err(|error| Failure::usage(format!("{} cannot be made: {error}", path.display())))?;
    let mut table = Table::new(Box::new(BufWriter::new(file)), &shape)?;
    while let Some(page) = next_page(&mut export).await? {
        table.add(&database, &name, page).await?;
    }
    let rows = table.finish()?;
    say(&format!("{} in {}", count(rows, "row"), path.display()));
    Ok(Ending::Done)
}

async fn next_page(
    export: &mut clerk_invite_outbox::Export,
) -> Result<Option<Vec<Exported>>, Failure> {
    let mut page = Vec::with_capacity(PAGE);
    while page.len() < PAGE {
        let Some(row) = export.next().await? else { break };
        page.push(row);
    }
    Ok(Some(page).filter(|page| !page.is_empty()))
}

/// A CSV file that is being written.
struct Table<'t> {
    csv: csv::Writer<Box<dyn Write + 't>>,
    has_cells: bool,
    width: usize,
    rows: u64,
}

impl<'t> Table<'t> {
    fn new(mut target: Box<dyn Write + 't>, shape: &Shape) -> Result<Self, Failure> {
        if shape.has_bom {
            target.write_all("\u{feff}".as_bytes()).map_err(failed)?;
        }
        let separator = shape.separator.and_then(|it| u8::try_from(it).ok()).unwrap_or(b',');
        let mut csv = csv::WriterBuilder::new()
            .delimiter(separator)
            .terminator(csv::Terminator::CRLF)
            .from_writer(target);
        let has_cells = !shape.headers.is_empty();
        // Without the input's rows, what the record itself has.
        let own = ["email", "organization_id", "role"].map(ToOwned::to_owned);
        let headers = if has_cells { shape.headers.as_slice() } else { &own };
        let width = headers.len();
        let headers = headers.iter().map(|header| harmless(header));
        csv.write_record(headers.chain(COLUMNS.map(ToOwned::to_owned))).map_err(failed)?;
        Ok(Self { csv, has_cells, width, rows: 0 })
    }

    async fn add(
        &mut self,
        database: &Database,
        name: &str,
        page: Vec<Exported>,
    ) -> Result<(), Failure> {
        let keys: Vec<Key> = page.iter().map(key_of).collect();
        let mut cells = if self.has_cells {
            database.inputs.cells(name, &keys).await?
        } else {
            std::collections::BTreeMap::new()
        };
        for (row, key) in page.into_iter().zip(keys) {
            let mut record = if self.has_cells {
                cells.remove(&key).unwrap_or_else(|| vec![row.email_address.to_string()])
            } else {
                vec![
                    row.email_address.to_string(),
                    row.organization.as_deref().unwrap_or_default().to_owned(),
                    row.role.clone().unwrap_or_default(),
                ]
            };
            record.resize(self.width, String::new());
            record.extend([
                row.state.as_str().to_owned(),
                row.code.unwrap_or_default(),
                row.reason.unwrap_or_default(),
                row.invitation_id.unwrap_or_default(),
                row.evidence.map(|it| it.as_str().to_owned()).unwrap_or_default(),
                row.sent_at.map(iso).unwrap_or_default(),
            ]);
            self.csv.write_record(record.iter().map(|cell| harmless(cell))).map_err(failed)?;
            self.rows += 1;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<u64, Failure> {
        self.csv.flush().map_err(failed)?;
        Ok(self.rows)
    }
}

fn key_of(row: &Exported) -> Key {
    key(row.organization.as_deref().unwrap_or_default(), &row.email_address)
}

/// Puts a `'` before what a spreadsheet would run as a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

fn failed(error: impl std::error::Error) -> Failure {
    Failure::usage(format!("the export cannot be written: {error}"))
}

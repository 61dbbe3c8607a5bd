//! The number of rows of each campaign in each state, kept as deltas: counting a million rows takes
//! seconds, and a counter that is updated would make callers wait for each other.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::states::State;
use crate::store::connection::{Connection, Value, args};
use crate::store::placeholders;

/// The changes of one transaction.
#[derive(Debug, Default)]
pub(crate) struct Deltas(BTreeMap<(i64, i64), i64>);

impl Deltas {
    pub(crate) fn add(&mut self, campaign: i64, state: State, count: i64) {
        *self.0.entry((campaign, state.code())).or_default() += count;
    }

    pub(crate) fn moved(&mut self, campaign: i64, from: State, to: State) {
        self.add(campaign, from, -1);
        self.add(campaign, to, 1);
    }

    /// Appends them.
    pub(crate) async fn write(self, connection: &mut Connection<'_>) -> Result<(), Error> {
        let changes: Vec<_> = self.0.into_iter().filter(|(_, count)| *count != 0).collect();
        for part in changes.chunks(100) {
            let mut sql = "insert into @tally (campaign, state, count) values ".to_owned();
            let mut arguments: Vec<Value> = Vec::with_capacity(part.len() * 3);
            for (index, ((campaign, state), count)) in part.iter().enumerate() {
                let separator = if index == 0 { "" } else { ", " };
                let first = index * 3 + 1;
                let values = placeholders(first, 3);
                sql.push_str(separator);
                sql.push('(');
                sql.push_str(&values);
                sql.push(')');
                arguments.extend(args![*campaign, *state, *count]);
            }
            connection.execute(&sql, arguments).await?;
        }
        Ok(())
    }
}

/// Folds the deltas of all campaigns into one row for each state. Those of transactions that are
/// still open are not seen, and come later.
pub(crate) async fn fold(connection: &mut Connection<'_>) -> Result<(), Error> {
    let rows =
        connection.fetch("delete from @tally returning campaign, state, count", args![]).await?;
    let mut sums = Deltas::default();
    for row in rows {
        *sums.0.entry((row.int(0)?, row.int(1)?)).or_default() += row.int(2)?;
    }
    sums.write(connection).await
}

/// Returns the counts of one campaign.
pub(crate) async fn counts(
    connection: &mut Connection<'_>,
    campaign: i64,
) -> Result<BTreeMap<State, u64>, Error> {
    let sql = "select state, cast(sum(count) as bigint) from @tally where campaign = $1 \
               group by state";
    let mut counts: BTreeMap<State, u64> = State::ALL.into_iter().map(|it| (it, 0)).collect();
    for row in connection.fetch(sql, args![campaign]).await? {
        let state = State::from_code(row.int(0)?).ok_or(Error::Corrupt("an unknown state"))?;
        counts.insert(state, u64::try_from(row.int(1)?).unwrap_or_default());
    }
    Ok(counts)
}

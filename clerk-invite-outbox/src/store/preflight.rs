//! The preflight in the journal: whom to look up, and who turned out to be invited.

use crate::error::Error;
use crate::states::State;
use crate::store::connection::{Value, args};
use crate::store::tally::Deltas;
use crate::store::{Store, placeholders};

/// The column `preflight` of a campaign in a database that was adopted: whoever is found is left out.
const ADOPTED: i64 = 3;

impl Store {
    /// Makes queued rows `already` whom a preflight has found, but for those that are to be invited
    /// nevertheless: of these another copy of the database may have invited some.
    pub(crate) async fn found_before(
        &self,
        campaign: i64,
        place: i64,
        people: &[String],
    ) -> Result<u64, Error> {
        let mut total = 0;
        for part in people.chunks(200) {
            let sql = format!(
                "update @invitation set state = 3, evidence = 'listed' where campaign = $1 \
                 and place = $2 and state = 0 and replaces is null \
                 and (details is null or details not like '%\"ignore_existing\":true}}' \
                 or {ADOPTED} = (select preflight from @campaign where id = $1)) \
                 and coalesce(person, address) in ({})",
                placeholders(3, part.len())
            );
            total += self
                .retrying(|| async {
                    let mut transaction = self.pool.begin().await?;
                    let mut connection = transaction.connection();
                    let mut arguments: Vec<Value> = args![campaign, place];
                    arguments.extend(part.iter().map(|person| person.as_str().into()));
                    let moved = connection.execute(&sql, arguments).await?;
                    let count = i64::try_from(moved).unwrap_or_default();
                    let mut deltas = Deltas::default();
                    deltas.add(campaign, State::Queued, -count);
                    deltas.add(campaign, State::Already, count);
                    deltas.write(&mut connection).await?;
                    transaction.commit().await?;
                    Ok(moved)
                })
                .await?;
        }
        Ok(total)
    }

    /// Returns the next campaign whose people are to be looked up before anybody is invited.
    pub(crate) async fn preflight_due(
        &self,
        instance: &str,
    ) -> Result<Option<(i64, Vec<(i64, String)>)>, Error> {
        let mut held = self.pool.acquire().await?;
        let mut connection = held.connection();
        let sql = "select c.id from @campaign c where c.preflight in (1, 3) \
                   and (c.instance is null or c.instance = $1) and exists \
                   (select 1 from @invitation i where i.campaign = c.id and i.state = 0) \
                   order by c.priority desc, c.id limit 1";
        let Some(row) = connection.first(sql, args![instance]).await? else { return Ok(None) };
        let campaign = row.int(0)?;
        let sql = "select distinct p.id, p.organization from @invitation i \
                   join @place p on p.id = i.place where i.campaign = $1 and i.state = 0";
        let mut places = Vec::new();
        for row in connection.fetch(sql, args![campaign]).await? {
            places.push((row.int(0)?, row.text(1)?));
        }
        Ok(Some((campaign, places)))
    }

    pub(crate) async fn preflight_done(&self, campaign: i64) -> Result<(), Error> {
        let sql = "update @campaign set preflight = 2 where id = $1";
        self.pool.acquire().await?.connection().execute(sql, args![campaign]).await?;
        Ok(())
    }

    /// Returns up to `limit` queued people of a campaign's place behind a row.
    pub(crate) async fn queued_addresses(
        &self,
        campaign: i64,
        place: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, String)>, Error> {
        let sql = "select id, address from @invitation where campaign = $1 and place = $2 \
                   and state = 0 and id > $3 order by id limit $4";
        let mut held = self.pool.acquire().await?;
        let arguments = args![campaign, place, after, limit];
        let rows = held.connection().fetch(sql, arguments).await?;
        rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?))).collect()
    }
}

//! Administration of campaigns: cancel, retry, resend, resume, export, purge.

use crate::entry::Details;
use crate::error::Error;
use crate::states::{Evidence, State};
use crate::status::{Exported, Filter};
use crate::store::connection::{Connection, Row, args};
use crate::store::tally::Deltas;
use crate::store::{Store, is_conflict};

/// The number of rows that one transaction changes.
const ROWS: i64 = 1000;

impl Store {
    pub(crate) async fn campaign(&self, name: &str) -> Result<(i64, Option<String>), Error> {
        let mut held = self.pool.acquire().await?;
        let sql = "select id, instance from @campaign where name = $1";
        let row = held.connection().first(sql, args![name]).await?;
        let row = row.ok_or_else(|| Error::NoSuchCampaign(name.to_owned()))?;
        Ok((row.int(0)?, row.maybe_text(1)?))
    }

    /// Returns the names of all campaigns, in the order in which they were made.
    pub(crate) async fn campaigns(&self) -> Result<Vec<String>, Error> {
        let mut held = self.pool.acquire().await?;
        let sql = "select name from @campaign order by id";
        let rows = held.connection().fetch(sql, args![]).await?;
        rows.iter().map(|row| row.text(0)).collect()
    }

    /// Takes back what is queued, and keeps what is in a call from going back to the queue: in one
    /// transaction, so that no row slips from one into the other.
    pub(crate) async fn cancel(&self, name: &str) -> Result<u64, Error> {
        loop {
            let (campaign, instance) = self.campaign(name).await?;
            let instance = instance.as_deref();
            let moved = self.retrying(|| self.cancel_under(campaign, instance)).await?;
            if let Some(moved) = moved {
                return Ok(moved);
            }
        }
    }

    /// Cancels under the lock of an instance. Returns `None`, with nothing changed, if the campaign's
    /// first claim came between: until then it has no instance, and there is no lock to take.
    async fn cancel_under(
        &self,
        campaign: i64,
        instance: Option<&str>,
    ) -> Result<Option<u64>, Error> {
        let mut transaction = self.begin(instance.unwrap_or_default()).await?;
        let mut connection = transaction.connection();
        let sql = "update @invitation set cancelled = 1 where campaign = $1 and state in (1, 5)";
        connection.execute(sql, args![campaign]).await?;
        let sql = "update @invitation set state = 6 where campaign = $1 and state = 0";
        let moved = connection.execute(sql, args![campaign]).await?;
        let sql = "select instance from @campaign where id = $1";
        let row = connection.first(sql, args![campaign]).await?;
        let now = row.map_or(Ok(None), |row| row.maybe_text(0))?;
        if now.as_deref() != instance {
            return Ok(None);
        }
        let count = i64::try_from(moved).unwrap_or_default();
        let mut deltas = Deltas::default();
        deltas.add(campaign, State::Queued, -count);
        deltas.add(campaign, State::Cancelled, count);
        deltas.write(&mut connection).await?;
        transaction.commit().await?;
        Ok(Some(moved))
    }

    /// Puts refused rows back into the queue: those with this code, or all.
    pub(crate) async fn retry(&self, name: &str, code: Option<&str>) -> Result<u64, Error> {
        let (campaign, _) = self.campaign(name).await?;
        let condition = match code {
            // A code is letters and underscores; anything else is none that Clerk has.
            Some(code) if code.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_') => {
                format!("state = 4 and code = '{code}'")
            }
            Some(_) => return Ok(0),
            None => "state = 4".to_owned(),
        };
        self.move_all(campaign, &condition, State::Refused, State::Queued).await
    }

    async fn move_all(
        &self,
        campaign: i64,
        condition: &str,
        from: State,
        to: State,
    ) -> Result<u64, Error> {
        // A person who is in the queue twice over, by way of another row, cannot be: one row a
        // person, place and campaign.
        let sql = format!(
            "update @invitation set state = $2, failures = 0, cancelled = 0 where id in \
             (select id from @invitation where campaign = $1 and {condition} \
              order by id limit {ROWS}) and {condition}"
        );
        let mut total = 0;
        loop {
            let moved = self
                .retrying(|| async {
                    let mut transaction = self.pool.begin().await?;
                    let mut connection = transaction.connection();
                    let moved = connection.execute(&sql, args![campaign, to.code()]).await?;
                    let count = i64::try_from(moved).unwrap_or_default();
                    let mut deltas = Deltas::default();
                    deltas.add(campaign, from, -count);
                    deltas.add(campaign, to, count);
                    deltas.write(&mut connection).await?;
                    Self::note_change(&mut connection).await?;
                    transaction.commit().await?;
                    Ok(moved)
                })
                .await?;
            total += moved;
            if moved == 0 {
                return Ok(total);
            }
        }
    }

    /// Repeats what conflicts with another transaction.
    pub(crate) async fn retrying<T, F>(&self, work: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut attempts = 0;
        loop {
            match work().await {
                Err(error) if attempts < 5 && is_conflict(&error) => attempts += 1,
                result => return result,
            }
        }
    }

    /// Lets an instance go on that was stopped, or one organization of it.
    pub(crate) async fn resume(&self, instance: Option<&str>) -> Result<u64, Error> {
        let mut transaction = self.pool.begin().await?;
        let mut connection = transaction.connection();
        let resumed = match instance {
            Some(instance) => {
                let sql = "delete from @stop where instance = $1";
                connection.execute(sql, args![instance]).await?
            }
            None => connection.execute("delete from @stop", args![]).await?,
        };
        Self::note_change(&mut connection).await?;
        transaction.commit().await?;
        Ok(resumed)
    }

    /// Takes this database for the original from now on. Whom another copy may have invited since is
    /// looked for before anybody is, and the slots that it may have used are waited out.
    pub(crate) async fn adopt(&self) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        let mut connection = transaction.connection();
        let identity = crate::store::identity::identity(&mut connection).await?;
        let sql = "update @meta set identity = $1, closed = 0";
        connection.execute(sql, args![identity]).await?;
        let now = self.moment(&mut connection).await?.now;
        connection.execute("update @campaign set preflight = 3", args![]).await?;
        let sql = "update @gate set closed_until = $1 + period";
        connection.execute(sql, args![now]).await?;
        Self::note_change(&mut connection).await?;
        transaction.commit().await
    }

    pub(crate) async fn note_revoked(&self, row: i64) -> Result<(), Error> {
        let mut transaction = self.pool.begin().await?;
        let mut connection = transaction.connection();
        let now = self.moment(&mut connection).await?.now;
        let sql = "update @invitation set revoked_at = coalesce(revoked_at, $2) where id = $1";
        connection.execute(sql, args![row, now]).await?;
        transaction.commit().await
    }

    /// Returns up to `limit` rows of a campaign behind a row.
    pub(crate) async fn export(
        &self,
        campaign: i64,
        filter: Filter,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Exported>, Error> {
        let state = filter.state.map(State::code);
        let sql = "select i.id, i.address, p.organization, i.role, i.state, i.code, i.reason, \
                   coalesce(i.invitation, i.second), i.evidence, i.sent_at, i.details \
                   from @invitation i join @place p on p.id = i.place \
                   where i.campaign = $1 and i.id > $2 and ($3 is null or i.state = $3) \
                   order by i.id limit $4";
        let sql = sql.replace("$3", "cast($3 as bigint)");
        let mut held = self.pool.acquire().await?;
        let arguments = args![campaign, after, state, limit];
        let rows = held.connection().fetch(&sql, arguments).await?;
        rows.iter().map(exported).collect()
    }

    /// Makes new rows in another campaign for invitations of this one that were sent: each names
    /// the one that it replaces.
    pub(crate) async fn replaceable(
        &self,
        campaign: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(Exported, Details)>, Error> {
        let sql = "select i.id, i.address, p.organization, i.role, i.state, i.code, i.reason, \
                   i.invitation, i.evidence, i.sent_at, i.details \
                   from @invitation i join @place p on p.id = i.place \
                   where i.campaign = $1 and i.id > $2 and i.state = 2 \
                   and i.invitation is not null and not exists \
                   (select 1 from @invitation o where o.replaces = i.invitation) \
                   order by i.id limit $3";
        let mut held = self.pool.acquire().await?;
        let rows = held.connection().fetch(sql, args![campaign, after, limit]).await?;
        let mut found = Vec::new();
        for row in &rows {
            let details = row.maybe_text(10)?;
            let details = Details::from_text(details.as_deref());
            found.push((exported(row)?, details.ok_or(Error::Corrupt("details"))?));
        }
        Ok(found)
    }

    /// Removes the people of a campaign whose rows are all finished, and settled calls whose slot is
    /// free. Returns how many rows went.
    pub(crate) async fn purge(&self, name: &str) -> Result<u64, Error> {
        let (campaign, _) = self.campaign(name).await?;
        let mut total = 0;
        loop {
            let mut transaction = self.pool.begin().await?;
            let mut connection = transaction.connection();
            let connection = &mut connection;
            let now = self.moment(connection).await?.now;
            let sql =
                "select id from @invitation where campaign = $1 and state in (0, 1, 5) limit 1";
            if connection.first(sql, args![campaign]).await?.is_some() {
                // What is not settled is told apart from others by the ids of those that are.
                return Err(Error::Invalid("a campaign is purged when all of it is settled"));
            }
            // The person goes; that there was a row, and what became of it, stays as a count.
            let sql = format!(
                "delete from @invitation where id in (select id from @invitation \
                 where campaign = $1 and state in (2, 3, 4, 6) order by id limit {ROWS})"
            );
            let gone = connection.execute(&sql, args![campaign]).await?;
            purge_calls(connection, now).await?;
            transaction.commit().await?;
            total += gone;
            if gone == 0 {
                return Ok(total);
            }
        }
    }

    /// Reserves slots of an endpoint for calls that do not go through the outbox.
    pub(crate) async fn reserve(
        &self,
        instance: &str,
        budget: crate::Budget,
        reserved: i64,
    ) -> Result<(), Error> {
        self.ensure_gates(instance).await?;
        let mut held = self.pool.acquire().await?;
        let sql = "update @gate set reserved = $3 \
                   where instance = $1 and budget = $2 and $3 >= 0 and $3 < calls";
        let arguments = args![instance, budget.code(), reserved];
        match held.connection().execute(sql, arguments).await? {
            1 => Ok(()),
            _ => Err(Error::Invalid("a reserve has to be below the endpoint's limit")),
        }
    }

    /// Returns the names of campaigns that have queued rows, by the instance that they belong to.
    pub(crate) async fn waiting_elsewhere(
        &self,
        instance: &str,
    ) -> Result<(bool, Option<String>), Error> {
        let sql = "select c.name, c.instance from @campaign c where exists \
                   (select 1 from @invitation i where i.campaign = c.id and i.state = 0)";
        let mut held = self.pool.acquire().await?;
        let (mut ours, mut theirs) = (false, None);
        for row in held.connection().fetch(sql, args![]).await? {
            match row.maybe_text(1)? {
                Some(other) if other != instance => theirs = Some(row.text(0)?),
                _ => ours = true,
            }
        }
        Ok((ours, theirs))
    }

    /// Returns a number that differs when something has changed that a sleeping worker should look
    /// at: one query, the only one of an idle worker.
    pub(crate) async fn mark(&self) -> Result<(i64, i64, i64), Error> {
        let sql = "select coalesce((select max(id) from @invitation), 0), \
                   (select changes from @meta), (select claims from @meta)";
        let mut held = self.pool.acquire().await?;
        let row = held.connection().first(sql, args![]).await?;
        let row = row.ok_or(Error::Corrupt("no meta row"))?;
        Ok((row.int(0)?, row.int(1)?, row.int(2)?))
    }
}

async fn purge_calls(connection: &mut Connection<'_>, now: i64) -> Result<(), Error> {
    let sql = "delete from @call where id in (select c.id from @call c \
               where c.state in (1, 3) and c.slot_free_at <= $1 and not exists \
               (select 1 from @invitation i where i.call = c.id and i.state in (1, 5)) limit 1000)";
    connection.execute(sql, args![now]).await?;
    Ok(())
}

fn exported(row: &Row) -> Result<Exported, Error> {
    let evidence = row.maybe_text(8)?;
    Ok(Exported {
        row: row.int(0)?,
        email_address: row.text(1)?.into(),
        organization: Some(row.text(2)?).filter(|it| !it.is_empty()).map(Into::into),
        role: row.maybe_text(3)?,
        state: State::from_code(row.int(4)?).ok_or(Error::Corrupt("an unknown state"))?,
        code: row.maybe_text(5)?,
        reason: row.maybe_text(6)?,
        invitation_id: row.maybe_text(7)?,
        evidence: evidence.as_deref().and_then(Evidence::from_word),
        sent_at: row.maybe_int(9)?,
    })
}

//! Asking Clerk for the invitations that the rows of a call may have become. No transaction is open
//! meanwhile.

use clerk_invite::Error;

use crate::calls::{Answer, Clerk, Found, PAGE};
use crate::store::reconcile::{Listed, Listing, Look};

/// The length of the first page: what was made since a call that began a few minutes ago.
const FIRST_PAGE: u32 = 100;
/// The overlap of pages: rows that are accepted or revoked while they are listed move the others.
const OVERLAP: u32 = 50;
/// The time before the call within which an invitation still counts as the call's: the
/// precision of `Date` and the way to Clerk.
const MARGIN: i64 = 60_000;

/// The reason why nothing can be said.
pub(crate) enum Failure {
    Clerk(Error),
    /// A cache has answered: that says nothing about now.
    Cached,
}

/// Lists what may belong to a call: everything since it began, or, the second time, by address.
pub(crate) async fn list(clerk: &Clerk, look: &Look) -> Result<Listing, Failure> {
    let since = look.clerk_begun_at - MARGIN;
    let mut pages = Pages { clerk, organization: &look.organization, since, date: None };
    let mut found = Vec::new();
    // Revoked ones are listed only when they are asked for.
    for revoked in [false, true] {
        if look.seen_absent {
            for row in &look.rows {
                let page = pages.page(Some(&row.address), revoked, 0, PAGE).await?;
                found.extend(page.into_iter().filter(|it| it.created_at >= since));
            }
        } else {
            pages.since(revoked, &mut found).await?;
        }
    }
    let listed = |it: Found| Listed { id: it.id, person: it.person, role: it.role };
    Ok(Listing { invitations: found.into_iter().map(listed).collect(), date: pages.date })
}

struct Pages<'a> {
    clerk: &'a Clerk,
    organization: &'a str,
    since: i64,
    /// Of the first page.
    date: Option<i64>,
}

impl Pages<'_> {
    /// Adds everything since then, the newest first.
    async fn since(&mut self, revoked: bool, found: &mut Vec<Found>) -> Result<(), Failure> {
        let (mut offset, mut limit) = (0, FIRST_PAGE);
        loop {
            let page = self.page(None, revoked, offset, limit).await?;
            let is_last = page.len() < limit as usize;
            let is_old = page.last().is_none_or(|oldest| oldest.created_at < self.since);
            found.extend(page.into_iter().filter(|it| it.created_at >= self.since));
            if is_last || is_old {
                return Ok(());
            }
            offset += u64::from(limit - OVERLAP);
            limit = PAGE;
        }
    }

    async fn page(
        &mut self,
        address: Option<&str>,
        revoked: bool,
        offset: u64,
        limit: u32,
    ) -> Result<Vec<Found>, Failure> {
        let answer = self.clerk.list(self.organization, address, revoked, offset, limit).await;
        let Answer { result, date, cached, .. } = answer;
        let page = result.map_err(Failure::Clerk)?;
        if cached {
            return Err(Failure::Cached);
        }
        self.date = self.date.or(date);
        Ok(page)
    }
}

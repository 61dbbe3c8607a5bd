//! The catalog compared with a model that looks at everything.

use super::{Catalog, EXPIRED, Entry, OrderBy, PENDING, Request};
use crate::fake::store::address::Address;
use crate::values::timestamp::Timestamp;

/// An item of the model, which looks at everything for each request.
struct Item {
    group: usize,
    address: String,
    created: i64,
    expires: i64,
    /// Status, since when, and when it was invited.
    history: Vec<(i64, usize, Option<i64>)>,
    removed: Option<i64>,
}

impl Item {
    fn at(&self, time: i64) -> Option<(usize, Option<i64>)> {
        if self.created > time || self.removed.is_some_and(|removed| removed <= time) {
            return None;
        }
        let (_, status, invited) = *self.history.iter().rev().find(|entry| entry.0 <= time)?;
        let expired = status == PENDING && self.expires <= time;
        Some((if expired { EXPIRED } else { status }, invited))
    }
}

fn random(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    usize::try_from(*state >> 40).unwrap()
}

#[test]
fn lists_what_a_look_at_everything_finds() {
    let seed = &mut 7;
    let mut catalog = Catalog::new();
    let mut items: Vec<Item> = Vec::new();
    let (mut now, mut shown) = (0, 0);
    let time = Timestamp::from_millis;
    for _ in 0..1_500 {
        now += i64::try_from(random(seed) % 3).unwrap();
        let number = random(seed) % items.len().max(1);
        match random(seed) % 5 {
            0 | 1 => {
                let address = format!("{}x{}@e.com", random(seed) % 4, random(seed) % 30);
                let (group, expires) = (random(seed) % 2, now + 40);
                let entry = Entry::new(vec![group], Address::new(&address), time(now));
                catalog.add(entry.expiring_at(time(expires)));
                let history = vec![(now, PENDING, None)];
                items.push(Item { group, address, created: now, expires, history, removed: None });
            }
            2 if !items.is_empty() && items[number].removed.is_none() => {
                let (status, invited) = [(1, Some(now)), (2, None)][random(seed) % 2];
                catalog.set_status(number, status, time(now), invited.map(time));
                let before = items[number].history.last().unwrap().2;
                items[number].history.push((now, status, invited.or(before)));
            }
            3 if !items.is_empty() && items[number].removed.is_none() && now % 3 == 0 => {
                catalog.remove(number, time(now));
                items[number].removed = Some(now);
            }
            _ => {}
        }
        // The lists trail by up to 5, and never go back.
        shown = shown.max(now - i64::try_from(random(seed) % 6).unwrap());
        catalog.catch_up(time(shown));

        let group = random(seed) % 2;
        let wanted = std::array::from_fn(|_| random(seed) % 3 > 0);
        let order_by =
            [OrderBy::CreatedAt, OrderBy::EmailAddress, OrderBy::ExpiresAt, OrderBy::InvitedAt]
                [random(seed) % 4];
        let part = ["", "x", "1@", "X1@e", "2x1@e.com", "@e.com", "none"][random(seed) % 7];
        let mut expected: Vec<_> = items
            .iter()
            .enumerate()
            .filter_map(|(number, item)| {
                let (status, invited) = item.at(shown)?;
                let fits = item.group == group && wanted[status];
                let key = match order_by {
                    OrderBy::CreatedAt => (Some(item.created), ""),
                    OrderBy::ExpiresAt => (Some(item.expires), ""),
                    OrderBy::InvitedAt => (invited, ""),
                    OrderBy::EmailAddress => (None, item.address.as_str()),
                };
                let found = item.address.contains(&part.to_lowercase());
                (fits && found).then_some((key, number))
            })
            .collect();
        expected.sort_unstable();
        let descending = random(seed) % 2 == 0;
        if descending {
            expected.reverse();
        }
        let (offset, limit) = (random(seed) % 5, random(seed) % 8);
        let among = (!part.is_empty()).then(|| catalog.containing(part));
        let request = Request { among, wanted, order_by, descending, offset, limit };
        let found = catalog.find(&group, request);
        assert_eq!(found.total, expected.len());
        let page = expected.iter().skip(offset).take(limit).map(|(_, number)| *number);
        assert_eq!(found.numbers, page.collect::<Vec<_>>());
    }
}

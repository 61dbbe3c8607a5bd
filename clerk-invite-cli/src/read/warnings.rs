//! Sentences about what is possible, but rarely meant.

use std::collections::{HashMap, HashSet};

use super::reading::Person;

/// Returns the warnings about the people of a file, and about repeated rows that differ.
pub(super) fn of(people: &[Person], differing: &[u64]) -> Vec<String> {
    let lines_where = |is_odd: fn(&Person) -> bool| {
        people.iter().filter(|it| is_odd(it)).map(|it| it.line).collect::<Vec<_>>()
    };
    let odd_role = |it: &Person| it.role.as_ref().is_some_and(|role| !role.starts_with("org:"));
    let odd_id =
        |it: &Person| it.organization_id.as_ref().is_some_and(|id| !id.starts_with("org_"));
    [
        sentence(
            &lines_where(odd_role),
            "a role does not begin with `org:`. Clerk's roles do, such as `org:member`",
        ),
        sentence(
            &lines_where(odd_id),
            "the id of an organization does not begin with `org_`. Clerk's ids do",
        ),
        sentence(
            differing,
            "a repeated row says something else than the first row of its person, which counts",
        ),
        sentence(
            &nearly_the_same(people),
            "an address differs from another one only by a `+tag` or by the dots of a Gmail \
             address. Mail to both reaches one person, and each is invited",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Writes `Lines 3, 5 and 4 more: a role …`.
fn sentence(lines: &[u64], what: &str) -> Option<String> {
    const SHOWN: usize = 3;
    let shown: Vec<String> = lines.iter().take(SHOWN).map(u64::to_string).collect();
    let more = lines.len().saturating_sub(SHOWN);
    match shown.as_slice() {
        [] => None,
        [only] => Some(format!("Line {only}: {what}.")),
        _ if more > 0 => Some(format!("Lines {} and {more} more: {what}.", shown.join(", "))),
        [before @ .., last] => Some(format!("Lines {} and {last}: {what}.", before.join(", "))),
    }
}

/// Returns the lines of people whose mail reaches somebody else in the file.
fn nearly_the_same(people: &[Person]) -> Vec<u64> {
    // Few addresses have a tag or such dots, so that the others need not be kept.
    let loose: HashSet<String> = people.iter().filter_map(simplified).collect();
    if loose.is_empty() {
        return Vec::new();
    }
    let mut groups: HashMap<String, Group> = HashMap::new();
    for person in people {
        let key = person.email.same_address_key();
        let plain = simplified(person).unwrap_or_else(|| key.clone());
        if loose.contains(&plain) {
            let group = groups.entry(plain).or_default();
            group.is_mixed |= group.first.as_ref().is_some_and(|first| *first != key);
            group.first.get_or_insert(key);
            group.lines.push(person.line);
        }
    }
    let mixed = groups.into_values().filter(|group| group.is_mixed);
    let mut lines: Vec<u64> = mixed.flat_map(|group| group.lines).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// People whose mail reaches one mailbox.
#[derive(Default)]
struct Group {
    first: Option<String>,
    /// True if their addresses differ. One address may be invited to two organizations.
    is_mixed: bool,
    lines: Vec<u64>,
}

/// Returns the key without a tag and without the dots that Gmail ignores, where it has any.
fn simplified(person: &Person) -> Option<String> {
    let key = person.email.same_address_key();
    let (name, domain) = key.split_once('@')?;
    let untagged = name.split_once('+').map_or(name, |(before, _)| before);
    let is_gmail = matches!(domain, "gmail.com" | "googlemail.com");
    let has_dots = is_gmail && untagged.contains('.');
    if untagged.len() == name.len() && !has_dots {
        return None;
    }
    let name = if is_gmail { untagged.replace('.', "") } else { untagged.to_owned() };
    Some(format!("{name}@{domain}"))
}

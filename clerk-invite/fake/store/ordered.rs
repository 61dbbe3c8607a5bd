//! A sorted set that finds its n-th member with some statuses in logarithmic time.
//!
//! It is a treap: a search tree by key, and a heap by pseudorandom priority. Each node counts the
//! members below it by status, so that a page costs its items and the depth of the tree.

use std::cmp::Ordering;

/// The number of statuses that items can have.
pub(crate) const STATUSES: usize = 4;

/// A choice of statuses, by their indexes.
pub(crate) type Wanted = [bool; STATUSES];

type Link = Option<usize>;

/// Item numbers, sorted by key and then by number.
pub(crate) struct Ordered<K> {
    nodes: Vec<Node<K>>,
    root: Link,
    /// Free nodes, to be reused.
    free: Vec<usize>,
}

struct Node<K> {
    key: K,
    number: usize,
    status: usize,
    priority: u64,
    below: [Link; 2],
    counts: [usize; STATUSES],
}

impl<K: Ord> Ordered<K> {
    pub(crate) fn new() -> Self {
        Self { nodes: Vec::new(), root: None, free: Vec::new() }
    }

    pub(crate) fn insert(&mut self, key: K, number: usize, status: usize) {
        let (before, after) = self.split(self.root, &key, number);
        let node = Node {
            key,
            number,
            status,
            priority: scatter(number),
            below: [None; 2],
            counts: [0; STATUSES],
        };
        let at = match self.free.pop() {
            Some(at) => {
                self.nodes[at] = node;
                at
            }
            None => {
                self.nodes.push(node);
                self.nodes.len() - 1
            }
        };
        self.recount(at);
        let joined = self.join(before, Some(at));
        self.root = self.join(joined, after);
    }

    /// Changes the status of a member, if there is such a member.
    pub(crate) fn set_status(&mut self, key: &K, number: usize, status: usize) {
        let mut path = Vec::new();
        let mut link = self.root;
        while let Some(at) = link {
            path.push(at);
            let node = &self.nodes[at];
            link = match compare(key, number, node) {
                Ordering::Less => node.below[0],
                Ordering::Greater => node.below[1],
                Ordering::Equal => {
                    self.nodes[at].status = status;
                    break;
                }
            };
        }
        for at in path.into_iter().rev() {
            self.recount(at);
        }
    }

    pub(crate) fn remove(&mut self, key: &K, number: usize) {
        let (before, rest) = self.split(self.root, key, number);
        let (found, after) = self.split(rest, key, number + 1);
        self.free.extend(found);
        self.root = self.join(before, after);
    }

    /// Counts the members with these statuses.
    pub(crate) fn count(&self, wanted: Wanted) -> usize {
        self.count_below(self.root, wanted)
    }

    /// Returns the numbers of at most `limit` members with these statuses, after the first `offset`.
    pub(crate) fn page(
        &self,
        wanted: Wanted,
        descending: bool,
        offset: usize,
        limit: usize,
    ) -> Vec<usize> {
        let mut walk = Walk { wanted, descending, skip: offset, limit, found: Vec::new() };
        self.walk(self.root, &mut walk);
        walk.found
    }

    fn walk(&self, link: Link, walk: &mut Walk) {
        let Some(at) = link else { return };
        let here = self.count_below(link, walk.wanted);
        if here <= walk.skip {
            walk.skip -= here;
            return;
        }
        let node = &self.nodes[at];
        let [first, last] =
            if walk.descending { [node.below[1], node.below[0]] } else { node.below };
        self.walk(first, walk);
        if walk.found.len() == walk.limit {
            return;
        }
        if walk.wanted[node.status] {
            match walk.skip.checked_sub(1) {
                Some(skip) => walk.skip = skip,
                None => walk.found.push(node.number),
            }
        }
        if walk.found.len() < walk.limit {
            self.walk(last, walk);
        }
    }

    fn count_below(&self, link: Link, wanted: Wanted) -> usize {
        let counts = link.map(|at| &self.nodes[at].counts);
        let chosen = counts.into_iter().flatten().zip(wanted).filter(|(_, wanted)| *wanted);
        chosen.map(|(count, _)| count).sum()
    }

    fn recount(&mut self, at: usize) {
        let mut counts = [0; STATUSES];
        for below in self.nodes[at].below.into_iter().flatten() {
            for (count, more) in counts.iter_mut().zip(&self.nodes[below].counts) {
                *count += more;
            }
        }
        let node = &mut self.nodes[at];
        counts[node.status] += 1;
        node.counts = counts;
    }

    /// Splits a tree into the members before this key and number, and the rest.
    fn split(&mut self, link: Link, key: &K, number: usize) -> (Link, Link) {
        let Some(at) = link else { return (None, None) };
        let [left, right] = self.nodes[at].below;
        if compare(key, number, &self.nodes[at]) == Ordering::Greater {
            let (before, after) = self.split(right, key, number);
            self.nodes[at].below[1] = before;
            self.recount(at);
            (Some(at), after)
        } else {
            let (before, after) = self.split(left, key, number);
            self.nodes[at].below[0] = after;
            self.recount(at);
            (before, Some(at))
        }
    }

    /// Joins two trees; every member of the first precedes those of the second.
    fn join(&mut self, first: Link, second: Link) -> Link {
        let (Some(one), Some(other)) = (first, second) else { return first.or(second) };
        if self.nodes[one].priority > self.nodes[other].priority {
            self.nodes[one].below[1] = self.join(self.nodes[one].below[1], second);
            self.recount(one);
            first
        } else {
            self.nodes[other].below[0] = self.join(first, self.nodes[other].below[0]);
            self.recount(other);
            second
        }
    }
}

struct Walk {
    wanted: Wanted,
    descending: bool,
    skip: usize,
    limit: usize,
    found: Vec<usize>,
}

fn compare<K: Ord>(key: &K, number: usize, node: &Node<K>) -> Ordering {
    key.cmp(&node.key).then(number.cmp(&node.number))
}

/// Derives a priority from a number with `SplitMix64`, so that the tree is the same each time.
fn scatter(number: usize) -> u64 {
    let mut bits = (number as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Ordered, Wanted, scatter};

    /// Compares with a sorted list after each of many random changes.
    #[test]
    fn is_a_sorted_list() {
        let mut ordered = Ordered::new();
        let mut list: Vec<(u64, usize, usize)> = Vec::new();
        for step in 0..600_usize {
            let random = usize::try_from(scatter(step) >> 33).unwrap();
            match random % 4 {
                0 if !list.is_empty() => {
                    let (key, number, _) = list.remove(random / 4 % list.len());
                    ordered.remove(&key, number);
                }
                1 if !list.is_empty() => {
                    let place = random / 4 % list.len();
                    list[place].2 = random / 7 % 4;
                    let (key, number, status) = list[place];
                    ordered.set_status(&key, number, status);
                }
                _ => {
                    let (key, status) = ((random / 4 % 50) as u64, random / 7 % 4);
                    ordered.insert(key, step, status);
                    list.push((key, step, status));
                    list.sort_unstable();
                }
            }
            let wanted: Wanted = std::array::from_fn(|status| random >> (3 + status) & 1 == 0);
            let mut chosen: Vec<_> =
                list.iter().filter(|(.., status)| wanted[*status]).map(|item| item.1).collect();
            assert_eq!(ordered.count(wanted), chosen.len());
            let (offset, limit) = (random / 5 % 9, random / 11 % 7);
            for descending in [false, true] {
                let page: Vec<_> = chosen.iter().skip(offset).take(limit).copied().collect();
                assert_eq!(ordered.page(wanted, descending, offset, limit), page, "step {step}");
                chosen.reverse();
            }
        }
        assert!(ordered.nodes.len() < 500, "removed nodes are used again");
    }

    /// The depth bounds the cost of a page, without a clock.
    #[test]
    fn is_flat_however_many_it_holds() {
        let depth = |count: usize| {
            let mut ordered = Ordered::new();
            (0..count).for_each(|number| ordered.insert(number, number, 0));
            let mut deepest = 0;
            let mut open = vec![(ordered.root, 0)];
            while let Some((link, depth)) = open.pop() {
                deepest = deepest.max(depth);
                let below = link.map(|at| ordered.nodes[at].below).into_iter().flatten();
                open.extend(below.map(|link| (link, depth + 1)));
            }
            deepest
        };
        assert!(depth(1_000) < 40, "{}", depth(1_000));
        assert!(depth(20_000) < 50, "{}", depth(20_000));
    }
}

//! The exploration of the model: no world does harm, unless a rule is switched off.

use std::collections::{HashSet, VecDeque};

use super::World;
use crate::rules::Rules;

/// Returns how many different worlds there are, or what is wrong in one of them.
fn explore(first: World, rules: Rules) -> Result<usize, &'static str> {
    let mut seen = HashSet::from([first.clone()]);
    let mut open = VecDeque::from([first]);
    while let Some(world) = open.pop_front() {
        for next in world.next_worlds(rules) {
            if !seen.insert(next.clone()) {
                continue;
            }
            if let Some(problem) = next.problem() {
                return Err(problem);
            }
            open.push_back(next);
        }
    }
    Ok(seen.len())
}

/// One person in two campaigns; two with one slot; two with a slot each, and a cancel or a kill.
fn worlds() -> [World; 4] {
    // More worlds than a test on every change should have.
    let kills = u8::from(std::env::var_os("CI").is_some());
    [
        World::new([0, 0], 2, [kills, 2, 0]),
        World::new([0, 1], 1, [1, 2, 0]),
        World::new([0, 1], 2, [0, 1, 1]),
        World::new([0, 1], 2, [kills, 2, 0]),
    ]
}

#[test]
fn in_no_order_of_events_is_anybody_harmed() {
    for world in worlds() {
        let count = explore(world, Rules::default());
        assert!(count.is_ok_and(|count| count > 1000), "{count:?}");
    }
}

#[test]
fn without_one_of_the_rules_somebody_is() {
    type Off = fn(&mut Rules);
    let rules: [(&str, Off); 8] = [
        ("guard", |rules| rules.guard = false),
        ("settling", |rules| rules.settling = false),
        ("seen twice", |rules| rules.seen_twice = false),
        ("time of asking", |rules| rules.time_of_asking = false),
        ("looking up what is unknown", |rules| rules.unknown_is_looked_up = false),
        ("one open call a person", |rules| rules.one_open_call_a_person = false),
        ("sticky cancel", |rules| rules.sticky_cancel = false),
        ("slot from the answer", |rules| rules.slot_from_answer = false),
    ];
    for (name, off) in rules {
        let mut without = Rules::default();
        off(&mut without);
        let harmed = worlds().into_iter().find_map(|world| explore(world, without).err());
        assert!(harmed.is_some(), "{name}");
    }
}

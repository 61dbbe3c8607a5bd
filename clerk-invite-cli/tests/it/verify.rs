//! `resume --verify`: on with a copy of the database, whose calls somebody else may have sent.

use clerk_invite::CreateInvitation;
use clerk_invite::fake::{Fault, Operation, Rule};

use crate::world::World;

const HOUR: i64 = 3_600_000;

/// Goes on with a copy of the database, as from a backup.
pub(crate) fn move_to_a_copy(world: &mut World) {
    let copy = world.folder.path().join("copy.db").display().to_string();
    for ending in ["", "-wal"] {
        let from = format!("{}{ending}", world.database);
        if std::path::Path::new(&from).exists() {
            std::fs::copy(from, format!("{copy}{ending}")).expect("copied");
        }
    }
    world.database = copy;
}

#[test]
fn a_copy_goes_on_once_everybody_is_looked_up() {
    const PEOPLE: usize = 40;
    let mut world = World::new();
    // Nothing but the look-up keeps people from being invited twice.
    world.fake.set_rule(Rule::Duplicates, false);
    crate::kill::run_faster(&mut world, 0);
    world.people(PEOPLE);
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::LoseResponse);
    let mut child = crate::kill::start(&world, &["send", "people.csv", "--yes"]);
    crate::kill::wait_for_a_bulk_call(&world);
    child.kill().expect("killed");
    child.wait().expect("gone");
    move_to_a_copy(&mut world);

    let refused = world.run(&["resume"]);
    assert!(refused.assert_code(4).err.contains("resume --verify"), "{}", refused.err);
    // The original has sent more than the copy knows of.
    let five =
        [30, 31, 32, 33, 34].map(|number| CreateInvitation::new(format!("p{number}@example.com")));
    let client = world.fake.client();
    world.runtime.block_on(client.create_invitation_bulk(five)).expect("invited");
    let mut verified = crate::kill::start(&world, &["resume", "--verify"]);
    // The call whose response was lost. The next one waits for an hour.
    crate::kill::wait_for(&world, "sent 10");
    verified.kill().expect("killed");
    verified.wait().expect("gone");
    world.assert_each_once(15);

    // From now on the copy is the original.
    crate::kill::run_faster(&mut world, 2 * HOUR);
    let resumed = world.run(&["resume"]);
    assert!(resumed.assert_code(0).err.contains("already 5"), "{}", resumed.err);
    world.assert_each_once(PEOPLE);
}

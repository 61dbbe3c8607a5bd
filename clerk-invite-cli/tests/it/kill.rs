//! The program killed in the middle of a call, and started again: nobody twice, nobody lost.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clerk_invite::Timestamp;
use clerk_invite::fake::{Fault, Operation, Rule};

use crate::world::{World, program};

/// Time runs this much faster, so that a look-up takes seconds and not minutes.
const FASTER: i64 = 20;

pub(crate) fn start(world: &World, arguments: &[&str]) -> Child {
    Command::new(program())
        .args(arguments)
        .current_dir(world.folder.path())
        .env_clear()
        .envs(world.environment())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process")
}

/// Asks until `status` says this.
pub(crate) fn wait_for(world: &World, text: &str) {
    for _ in 0..5000 {
        let status = world.run(&["status", "people"]);
        if status.out.contains(text) {
            return;
        }
        std::thread::yield_now();
    }
    panic!("never said {text}: {}", world.run(&["status", "people"]).out);
}

fn real_now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_millis();
    i64::try_from(now).expect("a time")
}

/// Makes the clocks of the program and of the fake run faster, from so many milliseconds ahead on.
pub(crate) fn run_faster(world: &mut World, ahead: i64) {
    let began = real_now() - ahead / (FASTER - 1);
    world.clock = Some(format!("{began} {FASTER}"));
    let fake = Arc::clone(&world.fake);
    world.runtime.spawn(async move {
        loop {
            let now = began + (real_now() - began) * FASTER;
            fake.advance_to(Timestamp::from_millis(now));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
}

pub(crate) fn wait_for_a_bulk_call(world: &World) {
    world.runtime.block_on(async {
        // The instance, twice, pending invitations, users, the outbox's own look; then calls.
        let fake = &world.fake;
        let mut index = 0;
        loop {
            let request = fake.nth_received(index).await;
            if request.operation == Some(Operation::CreateInvitationBulk) {
                return;
            }
            index += 1;
        }
    });
}

fn killed_and_resumed(mut world: World) {
    const PEOPLE: usize = 40;
    // The last net is away.
    world.fake.set_rule(Rule::Duplicates, false);
    run_faster(&mut world, 0);
    world.people(PEOPLE);
    // The first call is carried out, its response never comes; the second one gets lost.
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::LoseResponse);
    world.fake.inject_on(Operation::CreateInvitationBulk, Fault::LoseRequest);
    let arguments = ["send", "people.csv", "--yes"];
    let mut child = start(&world, &arguments);
    wait_for_a_bulk_call(&world);
    child.kill().expect("killed");
    child.wait().expect("gone");
    let ran = world.run(&arguments);
    ran.assert_code(0);
    world.assert_each_once(PEOPLE);
    assert!(ran.err.contains("sent 40"), "{}", ran.err);
}

#[test]
fn killed_with_a_file() {
    killed_and_resumed(World::new());
}

#[test]
fn killed_with_postgresql() {
    let mut world = World::new();
    let Some(url) = world.runtime.block_on(crate::postgres::database()) else { return };
    world.database = url;
    killed_and_resumed(world);
}

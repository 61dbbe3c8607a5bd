//! `status --watch`: the progress of what another process sends.

use crate::terminal::Terminal;
use crate::world::World;

/// Two people whom nobody sends yet.
fn enqueued() -> World {
    let world = World::new();
    world.runtime.block_on(async {
        let url = format!("sqlite://{}", world.database);
        let outbox = clerk_invite_outbox::Outbox::open(&url).await.unwrap();
        outbox.campaign("signups").enqueue(["p0@example.com", "p1@example.com"]).await.unwrap();
    });
    world
}

#[test]
fn it_shows_what_another_process_sends_until_that_is_done() {
    let world = enqueued();
    let mut watch = Terminal::start(&world, &["status", "signups", "--watch"]);
    watch.wait_for("0 of 2");
    watch.wait_for("queued 2");
    world.run(&["resume"]).assert_code(0);
    let (code, seen) = watch.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("signups: 2 of 2 finished"), "{seen}");
    assert!(seen.contains("sent 2"), "{seen}");
}

#[test]
fn ctrl_c_ends_the_watching_and_nothing_else() {
    let world = enqueued();
    let mut watch = Terminal::start(&world, &["status", "signups", "--watch"]);
    watch.wait_for("queued 2");
    watch.press("\u{3}");
    let (code, seen) = watch.end();
    assert_eq!(code, 130, "{seen}");
    let status = world.run(&["status", "signups"]);
    assert!(status.out.contains("queued 2"), "{}", status.out);
}

#[test]
fn what_is_stopped_is_not_watched_for_ever() {
    let world = World::new();
    world.people(1);
    let arguments =
        ["send", "people.csv", "--yes", "--organization", "org_later", "--role", "org:member"];
    world.run(&arguments).assert_code(4);
    let watch = world.run(&["status", "people", "--watch"]);
    assert!(watch.assert_code(4).out.contains("org_later are stopped"), "{}", watch.out);
    let json = world.run(&["status", "people", "--watch", "--json"]);
    let lines: Vec<serde_json::Value> =
        json.assert_code(4).out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!((events.as_slice(), json.err.as_str()), (&["progress", "status"][..], ""));
}

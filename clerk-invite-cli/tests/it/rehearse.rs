//! `send --rehearse`: hour by hour, without an account, touching nothing.

use crate::world::World;

#[test]
fn a_rehearsal_plays_the_hours_and_touches_nothing() {
    let world = World::new();
    world.people(800);
    let mut command = world.command(&["send", "people.csv", "--rehearse"]);
    for variable in ["CLERK_SECRET_KEY", "CLERK_API_URL", "CLERK_INVITE_DATABASE"] {
        command.env_remove(variable);
    }
    let ran: crate::world::Ran = command.env("HOME", world.folder.path()).output().unwrap().into();
    insta::assert_snapshot!("rehearse", ran.assert_code(0).said());
    assert!(world.fake.received().is_empty());
    let left: Vec<_> = std::fs::read_dir(world.folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "only the file: {left:?}");
}

#[test]
fn an_organization_is_rehearsed_in_json() {
    let world = World::new();
    world.people(751);
    let arguments = [
        "send",
        "people.csv",
        "--rehearse",
        "--json",
        "--organization",
        "org_9",
        "--role",
        "org:member",
    ];
    let ran = world.run(&arguments);
    let last = ran.assert_code(0).out.lines().last().expect("a line");
    let end: serde_json::Value = serde_json::from_str(last).expect("JSON");
    assert_eq!((&end["invited"], &end["hours"]), (&751.into(), &2.into()));
    assert!(world.fake.received().is_empty());
}

#[test]
fn without_anybody_to_invite_the_report_is_the_end() {
    let world = World::new();
    world.file("people.csv", "email\nann.example.com\nbob\n");
    let ran = world.run(&["send", "people.csv", "--rehearse"]);
    let said = ran.assert_code(1).said();
    assert!(said.contains("line 2, column \"email\""), "{said}");
    assert!(!said.contains("campaign"), "{said}");
}

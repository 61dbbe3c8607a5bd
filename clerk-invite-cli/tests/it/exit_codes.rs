//! Every exit code, and what the program says with it.

use clerk_invite::fake::{Fault, Operation};
use clerk_invite::http::Method;
use clerk_invite::{CreateInvitation, json};

use crate::world::World;

#[test]
fn two_is_for_what_cannot_be_used() {
    let world = World::new();
    world.run(&["send"]).assert_code(2);
    world.run(&["sent"]).assert_code(2);
    let missing = world.run(&["send", "missing.csv", "--yes"]);
    assert!(missing.assert_code(2).err.contains("missing.csv"), "{}", missing.err);
    world.file("doubt.csv", "billing email,support email\na@example.com,b@example.com\n");
    let doubt = world.run(&["send", "doubt.csv", "--yes"]);
    assert!(doubt.assert_code(2).err.contains("--email-column"), "{}", doubt.err);
    let unknown = world.run(&["status", "unknown"]);
    assert!(unknown.assert_code(2).err.contains("no campaign `unknown`"), "{}", unknown.err);
    world.people(1);
    let mut command = world.command(&["send", "people.csv", "--yes"]);
    let output = command.env_remove("CLERK_SECRET_KEY").output().expect("a process");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("CLERK_SECRET_KEY"));
}

#[test]
fn one_is_for_people_whom_clerk_refuses() {
    let world = World::new();
    world.people(1);
    let body = json!({ "errors": [
        { "code": "form_param_format_invalid", "message": "is invalid", "long_message": "" }
    ] });
    world.fake.respond_to::<CreateInvitation>(422, body);
    let ran = world.run(&["send", "people.csv", "--yes"]);
    let listed = world.run(&["export", "people", "--state", "refused"]);
    assert!(ran.assert_code(1).err.contains("refused 1"), "{}", ran.err);
    assert!(listed.out.contains("p0@example.com,red,refused,"), "{}", listed.out);
    world.run(&["status", "people"]).assert_code(1);

    let none = world.run(&["retry", "people", "--code", "another"]);
    assert!(none.assert_code(0).err.contains("0 invitations"), "{}", none.err);
    let retry = world.run(&["retry", "people", "--code", "form_param_format_invalid"]);
    assert!(retry.assert_code(0).err.contains("1 invitation queued again"), "{}", retry.err);
    world.run(&["resume", "people"]).assert_code(1);
    let calls = world.fake.received().into_iter().filter(|it| it.method == Method::POST).count();
    assert_eq!(calls, 2);
}

#[test]
fn four_is_for_a_key_that_clerk_does_not_accept() {
    let world = World::new();
    world.people(1);
    let mut command = world.command(&["send", "people.csv", "--yes"]);
    let output = command.env("CLERK_SECRET_KEY", "sk_test_wrong").output().expect("a process");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("CLERK_SECRET_KEY") && !said.contains("sk_test_wrong"), "{said}");
}

#[test]
fn four_is_for_a_stop_and_resume_goes_on() {
    let world = World::new();
    world.people(1);
    let arguments =
        ["send", "people.csv", "--yes", "--organization", "org_later", "--role", "org:member"];
    let ran = world.run(&arguments);
    assert!(ran.assert_code(4).err.contains("clerk-invite resume people"), "{}", ran.err);
    world.run(&["status", "people"]).assert_code(4);
    world.fake.add_organization("org_later");
    world.run(&["resume"]).assert_code(0);
    world.assert_each_once(1);
}

#[test]
fn three_is_for_people_of_whom_it_is_not_known_yet() {
    let world = World::new();
    world.people(1);
    world.fake.inject_on(Operation::CreateInvitation, Fault::LoseRequest);
    let mut child = crate::kill::start(&world, &["send", "people.csv", "--yes"]);
    crate::kill::wait_for(&world, "unknown 1");
    child.kill().expect("killed");
    child.wait().expect("gone");
    let status = world.run(&["status", "people"]);
    assert!(status.assert_code(3).out.contains("unknown 1"), "{}", status.out);
}

#[test]
fn four_is_for_a_copied_database() {
    let mut world = World::new();
    world.people(1);
    world.run(&["send", "people.csv", "--yes"]).assert_code(0);
    crate::verify::move_to_a_copy(&mut world);
    world.people(3);
    let ran = world.run(&["send", "people.csv", "--yes"]);
    assert!(ran.assert_code(4).err.contains("resume --verify"), "{}", ran.err);
    world.assert_each_once(1);
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    let mut world = World::new();
    world.file("notes.txt", &"not a database, but long enough to look at\n".repeat(100));
    let folder = world.folder.path().to_owned();
    for (path, code, expected) in [
        (folder.clone(), 2, "is a folder: set CLERK_INVITE_DATABASE to a file in it"),
        (folder.join("no/such/invites.db"), 2, "no/such for the database: make it"),
        (folder.join("notes.txt"), 2, "notes.txt is a file of another kind"),
    ] {
        world.database = path.display().to_string();
        let ran = world.run(&["status"]);
        assert!(ran.assert_code(code).err.contains(expected), "{expected}: {}", ran.err);
        assert!(!ran.err.contains("Nothing is lost"), "{}", ran.err);
    }
}

#[test]
fn both_ways_to_choose_are_offered() {
    let world = World::new();
    for (command, expected) in
        [("retry", "<--code <CODE>|--refused>"), ("resend", "<--expired|--pending>")]
    {
        let ran = world.run(&[command, "people"]);
        assert!(ran.assert_code(2).err.contains(expected), "{}", ran.err);
    }
}

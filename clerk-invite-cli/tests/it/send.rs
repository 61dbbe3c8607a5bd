//! `send` through pipes: the report, the progress, and the same command again.

use clerk_invite::fake::Operation;
use clerk_invite::http::Method;

use crate::world::World;

fn posts(world: &World) -> usize {
    world.fake.received().iter().filter(|request| request.method == Method::POST).count()
}

#[test]
fn a_spreadsheet_is_reported_and_sent() {
    let world = World::new();
    world.fake.add_user("known@example.com");
    world.file(
        "people.csv",
        "\u{feff}Name;E-Mail;password_digest\r\n\
         Ann;ann@example.com;x\r\n\
         Known;known@example.com;x\r\n\
         Ann again;ANN@example.com;x\r\n\
         Nobody;nobody;x\r\n",
    );
    let dry = world.run(&["send", "people.csv", "--dry-run"]);
    insta::assert_snapshot!("dry_run", dry.assert_code(1).said());
    assert_eq!((posts(&world), dry.out.as_str()), (0, ""));
    assert!(!world.folder.path().join("invites.db").exists(), "a dry run stores nothing");

    let sent = world.run(&["send", "people.csv", "--yes"]);
    insta::assert_snapshot!("send", sent.assert_code(1).said());
    assert_eq!(world.invited(), ["ann@example.com"]);

    let again = world.run(&["send", "people.csv", "--yes"]);
    insta::assert_snapshot!("send_again", again.assert_code(1).said());
    assert_eq!(world.invited(), ["ann@example.com"]);
}

#[test]
fn people_go_to_an_organization_with_a_role() {
    let world = World::new();
    world.file("team.txt", "a@example.com\nb@example.com\n");
    let arguments =
        ["send", "team.txt", "--yes", "--organization", "org_123", "--role", "org:member"];
    world.run(&arguments).assert_code(0);
    let received = world.fake.received();
    let bulk = Operation::CreateOrganizationInvitationBulk;
    let call = received.iter().find(|it| it.operation == Some(bulk)).expect("a bulk call");
    assert_eq!(call.json().expect("JSON")[0]["role"], "org:member");
    assert_eq!(world.invited(), ["a@example.com", "b@example.com"]);

    let without = world.run(&["send", "team.txt", "--dry-run", "--role", "org:member"]);
    assert!(without.assert_code(2).err.contains("--organization"), "{}", without.err);
}

#[test]
fn standard_input_needs_a_name() {
    let world = World::new();
    let without = world.command(&["send", "-", "--yes"]).write_stdin("a@example.com\n").output();
    assert_eq!(without.expect("a process").status.code(), Some(2));
    let mut command = world.command(&["send", "-", "--yes", "--name", "piped"]);
    command.write_stdin("a@example.com\n").assert().code(0);
    assert_eq!(world.invited(), ["a@example.com"]);
}

#[test]
fn with_json_there_is_nothing_but_lines_of_json() {
    let world = World::new();
    world.people(12);
    let ran = world.run(&["send", "people.csv", "--yes", "--json"]);
    ran.assert_code(0);
    assert_eq!(ran.err, "");
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let events: Vec<&str> = lines.iter().map(|it| it["event"].as_str().expect("a word")).collect();
    assert_eq!((events.first(), events.last()), (Some(&"report"), Some(&"end")));
    assert_eq!(lines[0]["people"], 12);
    assert_eq!(lines[0]["calls"]["application_bulk"], 2);
    let end = lines.last().expect("a line");
    assert_eq!((&end["counts"]["sent"], &end["exit_code"]), (&12.into(), &0.into()));

    let asks = world.run(&["send", "people.csv", "--json"]);
    asks.assert_code(2);
}

#[test]
fn without_a_terminal_nobody_is_asked_and_nothing_is_sent() {
    let world = World::new();
    world.people(3);
    let ran = world.run(&["send", "people.csv"]);
    assert!(ran.assert_code(2).err.contains("--yes"), "{}", ran.err);
    assert_eq!(posts(&world), 0);
}

#[test]
fn more_people_are_added_to_a_campaign() {
    let world = World::new();
    world.people(3);
    world.run(&["send", "people.csv", "--yes"]).assert_code(0);
    world.people(5);
    let more = world.run(&["send", "people.csv", "--yes"]);
    assert!(more.assert_code(0).err.contains("3 of them are in the campaign"), "{}", more.err);
    world.assert_each_once(5);
}

#[test]
fn a_reserve_stays_free() {
    let world = World::new();
    world.people(3);
    let ran = world.run(&["send", "people.csv", "--yes", "--reserve", "25"]);
    assert!(ran.assert_code(2).err.contains("--reserve"), "{}", ran.err);
    world.run(&["send", "people.csv", "--yes", "--reserve", "24"]).assert_code(0);
    let status = world.run(&["status", "people"]);
    assert!(status.out.contains("of 1,"), "one bulk call is left: {}", status.out);
}

#[test]
fn commands_to_copy_keep_their_words_together() {
    let world = World::new();
    world.file("My people.csv", "Work Email,Home Email\na@example.com,b@example.com\n");
    let doubt = world.run(&["send", "My people.csv", "--yes"]);
    let expected = "--email-column \"Work Email\" or --email-column \"Home Email\"";
    assert!(doubt.assert_code(2).err.contains(expected), "{}", doubt.err);
    let body =
        clerk_invite::json!({ "errors": [{ "code": "x", "message": "", "long_message": "" }] });
    world.fake.respond_to::<clerk_invite::CreateInvitation>(422, body);
    let refused = world.run(&["send", "My people.csv", "--yes", "--email-column", "1"]);
    let expected = "`clerk-invite export \"My people\" --state refused`";
    assert!(refused.assert_code(1).err.contains(expected), "{}", refused.err);
    let retry = world.run(&["retry", "My people", "--refused"]);
    let expected = "`clerk-invite resume \"My people\"`";
    assert!(retry.assert_code(0).err.contains(expected), "{}", retry.err);
}

#[test]
fn a_folder_is_called_one() {
    let world = World::new();
    for folder in [".", "..", "/"] {
        let ran = world.run(&["send", folder, "--dry-run"]);
        assert!(ran.assert_code(2).err.contains("is a folder"), "{folder}: {}", ran.err);
    }
}

#[test]
fn the_limits_of_both_places_are_told_apart() {
    let world = World::new();
    world.file(
        "people.csv",
        "email,organization_id,role\na@example.com,,\nb@example.com,org_123,org:member\n",
    );
    let ran = world.run(&["send", "people.csv", "--yes"]);
    let said = &ran.assert_code(0).err;
    for place in ["to the application", "to organizations"] {
        let line =
            said.lines().find(|line| line.contains("single calls:") && line.ends_with(place));
        assert!(line.is_some(), "{place}: {said}");
    }
    let status = world.run(&["status", "people"]).out;
    assert!(status.contains("application single 1 of 100"), "{status}");
    assert!(status.contains("organization single 1 of "), "{status}");

    world.file("Roles.csv", "email,Role\na@example.com,manager\n");
    let role = world.run(&["send", "Roles.csv", "--dry-run"]);
    let words = role.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("add `--organization org_…`, or rename the column"), "{words}");
}

//! What comes after: status, export, cancel, purge, completions, manual pages.

use std::time::Duration;

use clerk_invite::InvitationStatus;

use crate::world::World;

#[test]
fn an_export_has_the_files_columns_and_runs_no_formulas() {
    let world = World::new();
    world.file(
        "people.csv",
        "\u{feff}E-Mail;Note;@cmd;totp_secret\r\n\
         a@example.com;=1+1;+49 30;s3cret\r\n\
         b@example.com;\"two\nlines\";-1;s3cret\r\n\
         c@example.com;\"\tx\";@SUM(A1);s3cret\r\n\
         d@example.com;plain;2;s3cret\r\n",
    );
    world.run(&["send", "people.csv", "--yes"]).assert_code(0);
    let ran = world.run(&["export", "people"]);
    let lines: Vec<&str> = ran.assert_code(0).out.split("\r\n").collect();
    let header =
        "\u{feff}E-Mail;Note;'@cmd;totp_secret;state;code;reason;invitation_id;evidence;sent_at";
    assert_eq!(lines[0], header);
    assert!(lines[1].starts_with("a@example.com;'=1+1;'+49 30;;sent;;;inv_"), "{}", lines[1]);
    assert!(lines[2].starts_with("b@example.com;\"two\nlines\";'-1;;sent"), "{}", lines[2]);
    assert!(lines[3].starts_with("c@example.com;'\tx;'@SUM(A1);;sent"), "{}", lines[3]);
    assert!(lines[4].starts_with("d@example.com;plain;2;;sent"), "{}", lines[4]);
    assert!(!ran.out.contains("s3cret"));

    let file = world.run(&["export", "people", "invited.csv"]);
    assert!(file.assert_code(0).err.contains("4 rows"), "{}", file.err);
    let written = std::fs::read_to_string(world.folder.path().join("invited.csv")).unwrap();
    assert_eq!(written, ran.out);
    // Nothing is overwritten.
    world.run(&["export", "people", "invited.csv"]).assert_code(2);
}

#[test]
fn status_lists_campaigns_and_tells_programs() {
    let world = World::new();
    let none = world.run(&["status"]);
    assert!(none.assert_code(0).err.contains("no campaign"), "{}", none.err);
    world.people(3);
    world.run(&["send", "people.csv", "--yes"]).assert_code(0);
    world.run(&["send", "people.csv", "--yes", "--name", "again"]).assert_code(0);
    let all = world.run(&["status"]);
    let expected = "people                           3 of 3  sent 3\n\
                    again                            3 of 3  already 3\n";
    assert_eq!(all.assert_code(0).out, expected);
    let one = world.run(&["status", "people", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&one.assert_code(0).out).expect("JSON");
    assert_eq!(value["counts"]["sent"], 3);
    world.run(&["status", "people", "--watch"]).assert_code(0);
    world.assert_each_once(3);
}

/// A service that enqueues in a transaction of its own, and the program beside it.
#[test]
fn status_and_resume_know_campaigns_that_the_library_made() {
    let world = World::new();
    world.runtime.block_on(async {
        let url = format!("sqlite://{}", world.database);
        let outbox = clerk_invite_outbox::Outbox::open(&url).await.unwrap();
        outbox.campaign("signups").enqueue(["p0@example.com", "p1@example.com"]).await.unwrap();
    });
    let all = world.run(&["status"]);
    assert_eq!(all.assert_code(0).out, "signups                          0 of 2  queued 2\n");
    world.run(&["resume"]).assert_code(0);
    world.assert_each_once(2);
    let export = world.run(&["export"]);
    assert_eq!(export.assert_code(0).out.lines().count(), 3, "{}", export.out);
}

#[test]
fn a_purge_leaves_counts_alone() {
    let world = World::new();
    world.people(3);
    world.run(&["send", "people.csv", "--yes"]).assert_code(0);
    world.run(&["purge", "people"]).assert_code(2);
    world.run(&["purge", "people", "--yes"]).assert_code(0);
    let export = world.run(&["export", "people"]);
    assert_eq!(export.assert_code(0).out.lines().count(), 1, "{}", export.out);
    let status = world.run(&["status", "people"]);
    assert!(status.assert_code(0).out.contains("sent 3"), "{}", status.out);
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(world.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_string_lossy().starts_with("invites.db") {
            kept.extend(std::fs::read(path).unwrap());
        }
    }
    assert!(!kept.is_empty());
    assert!(!kept.windows(11).any(|part| part == b"example.com"), "an address is on the disk");
}

#[test]
fn what_is_not_sent_can_be_cancelled() {
    let world = World::new();
    // One bulk call and 76 single ones are left of an hour.
    world.people(96);
    let arguments = ["send", "people.csv", "--yes", "--reserve", "24"];
    let mut child = crate::kill::start(&world, &arguments);
    crate::kill::wait_for(&world, "single 76 of 76");
    child.kill().expect("killed");
    child.wait().expect("gone");
    let cancel = world.run(&["cancel", "people"]);
    assert!(cancel.assert_code(0).err.contains("10 invitations taken back"), "{}", cancel.err);
    let status = world.run(&["status", "people"]);
    assert!(status.out.contains("cancelled 10"), "{}", status.out);
}

#[test]
fn completions_and_manual_pages_are_made() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = world.run(&["completions", shell]);
        assert!(script.assert_code(0).out.contains("rehearse"), "{shell}");
    }
    world.run(&["man", "pages"]).assert_code(0);
    let pages = world.folder.path().join("pages");
    let page = std::fs::read_to_string(pages.join("clerk-invite-send.1")).unwrap();
    assert!(page.contains("public_metadata"));
    assert!(pages.join("clerk-invite.1").exists());
}

#[test]
fn every_help_has_an_example() {
    let world = World::new();
    let commands = [
        "send",
        "status",
        "resume",
        "export",
        "retry",
        "resend",
        "cancel",
        "purge",
        "completions",
        "man",
    ];
    for command in commands {
        let help = world.run(&[command, "--help"]);
        assert!(help.assert_code(0).out.contains("Example:"), "{command}: {}", help.out);
        assert!(help.out.lines().all(|line| line.chars().count() <= 80), "{command}");
    }
    insta::assert_snapshot!("help_send", world.run(&["send", "--help"]).out);
}

#[test]
fn expired_invitations_are_replaced() {
    let world = World::new();
    world.people(3);
    world.run(&["send", "people.csv", "--yes"]).assert_code(0);
    assert!(world.fake.accept(&world.fake.invitations()[0].id));
    let none = world.run(&["resend", "people", "--expired", "--yes"]);
    assert!(none.assert_code(0).err.contains("0 invitations"), "{}", none.err);
    world.run(&["resend", "people"]).assert_code(2);

    let again = world.run(&["resend", "people", "--pending", "--yes"]);
    assert!(again.assert_code(0).err.contains("people-again: done. sent 2."), "{}", again.err);
    let invitations = world.fake.invitations();
    let pending = invitations.iter().filter(|it| it.status == InvitationStatus::Pending).count();
    assert_eq!((invitations.len(), pending), (5, 2));
    world.fake.advance(Duration::from_hours(31 * 24));
    let expired = world.run(&["resend", "people-again", "--expired", "--yes", "--into", "third"]);
    assert!(expired.assert_code(0).err.contains("third: done. sent 2."), "{}", expired.err);
    let export = world.run(&["export", "people-again"]);
    assert!(export.assert_code(0).out.contains("@example.com,red,sent"), "{}", export.out);
}

//! The key, and what the database's file lets others see.

use clerk_invite::FakeClerk;

use crate::world::World;

#[test]
fn the_key_appears_nowhere() {
    let world = World::new();
    world.people(12);
    let mut texts = Vec::new();
    for arguments in [
        &["send", "people.csv", "--yes"][..],
        &["status", "people", "--json"],
        &["export", "people"],
        &["send", "people.csv", "--dry-run", "--json"],
        &["send", "people.csv", "--rehearse"],
    ] {
        let ran = world.run(arguments);
        ran.assert_code(0);
        texts.extend([ran.out.into_bytes(), ran.err.into_bytes()]);
    }
    for entry in std::fs::read_dir(world.folder.path()).unwrap() {
        texts.push(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let key = FakeClerk::SECRET_KEY.as_bytes();
    for text in texts {
        assert!(!text.windows(key.len()).any(|part| part == key));
    }
    // No option takes one.
    let help = world.run(&["send", "--help"]);
    assert!(!help.out.contains("--key") && !help.out.contains("--secret"));
    world.run(&["send", "people.csv", "--yes", "--secret-key", "sk_test_x"]).assert_code(2);
}

#[cfg(unix)]
#[test]
fn the_database_is_private_to_its_user() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.people(3);
    let mut command = world.command(&["send", "people.csv", "--yes"]);
    command.env_remove("CLERK_INVITE_DATABASE").env("HOME", world.folder.path());
    command.assert().code(0);
    let folder = world.folder.path().join(".local/share/clerk-invite");
    let mode = |path: &std::path::Path| {
        std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    };
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("invites.db")), 0o600);
}

#[cfg(unix)]
#[test]
fn a_database_that_others_may_read_is_pointed_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let quiet = world.run(&["status"]);
    assert!(!quiet.assert_code(0).err.contains("chmod"), "{}", quiet.err);
    std::fs::set_permissions(&world.database, std::fs::Permissions::from_mode(0o644)).unwrap();
    let ran = world.run(&["status"]);
    let expected = format!("`chmod 600 {}`", world.database);
    assert!(ran.assert_code(0).err.contains(&expected), "{}", ran.err);
}

//! The program on a terminal: the question, a doubt, the progress, Ctrl-C.

use std::io::{Read as _, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

use crate::world::{World, program};

const ROWS: u16 = 40;
const COLUMNS: u16 = 80;

/// A program on a terminal.
pub(crate) struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: String,
    /// Closed, it hangs up.
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

/// A test that fails leaves no program behind.
impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

impl Terminal {
    pub(crate) fn start(world: &World, arguments: &[&str]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program());
        command.args(arguments);
        command.cwd(world.folder.path());
        command.env_clear();
        command.env("TERM", "xterm");
        for (name, value) in world.environment() {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("a process");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let input = pair.master.take_writer().expect("its input");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, input, output, seen: String::new(), _master: pair.master }
    }

    /// Reads until this text has appeared.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let bytes = self.output.recv_timeout(Duration::from_mins(1));
            assert!(bytes.is_ok(), "never said {text:?}:\n{}", self.seen);
            self.seen.push_str(&String::from_utf8_lossy(&bytes.unwrap_or_default()));
        }
    }

    /// Returns the rows that are on the screen.
    pub(crate) fn rows(&self) -> Vec<String> {
        let mut screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        screen.process(self.seen.as_bytes());
        screen.screen().rows(0, COLUMNS).collect()
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).expect("written");
        self.input.flush().expect("written");
    }

    /// Reads to the end, and returns the exit code.
    pub(crate) fn end(mut self) -> (u32, String) {
        let status = self.child.wait().expect("an end");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_secs(5)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        (status.exit_code(), std::mem::take(&mut self.seen))
    }
}

#[test]
fn it_asks_and_does_as_it_is_told() {
    let world = World::new();
    world.people(3);
    let mut no = Terminal::start(&world, &["send", "people.csv"]);
    no.wait_for("Send 3 invitations?");
    no.press("n");
    let (code, seen) = no.end();
    assert_eq!(code, 1, "{seen}");
    assert!(seen.contains("Nothing was sent."), "{seen}");
    assert!(world.invited().is_empty());

    let mut yes = Terminal::start(&world, &["send", "people.csv"]);
    yes.wait_for("Send 3 invitations?");
    yes.press("y");
    let (code, seen) = yes.end();
    assert_eq!(code, 0, "{seen}");
    world.assert_each_once(3);
}

#[test]
fn a_doubt_is_a_question() {
    let world = World::new();
    world.file("doubt.csv", "billing email,support email\na@example.com,b@example.com\n");
    let mut terminal = Terminal::start(&world, &["send", "doubt.csv", "--yes"]);
    terminal.wait_for("support email");
    // The second one.
    terminal.press("\u{1b}[B\r");
    let (code, seen) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains("the same as --email-column"), "{seen}");
    assert_eq!(world.invited(), ["b@example.com"]);
}

#[test]
fn ctrl_c_finishes_and_says_how_to_go_on() {
    let world = World::new();
    // One bulk call and 76 single ones are left of an hour.
    world.people(400);
    let arguments = ["send", "people.csv", "--yes", "--reserve", "24"];
    let mut terminal = Terminal::start(&world, &arguments);
    terminal.wait_for("single 76 of 76, next ");
    let rows = terminal.rows();
    let at = rows.iter().position(|row| row.starts_with("people #")).expect("a bar");
    assert!(rows[at].contains(" of 400"), "{rows:?}");
    assert!(rows[at + 1].starts_with("  sent "), "{rows:?}");
    assert!(rows[at + 2].starts_with("  bulk 1 of 1, next "), "{rows:?}");
    terminal.press("\u{3}");
    let (code, seen) = terminal.end();
    assert_eq!(code, 130, "{seen}");
    assert!(seen.contains("clerk-invite resume people"), "{seen}");
}

#[test]
fn ctrl_c_twice_leaves_at_once() {
    let world = World::new();
    world.people(1);
    // The response is held back, so that the call stays under way.
    let gate = clerk_invite::fake::ResponseGate::new();
    let fault = clerk_invite::fake::Fault::HoldResponse(gate.clone());
    world.fake.inject_on(clerk_invite::fake::Operation::CreateInvitation, fault);
    let mut terminal = Terminal::start(&world, &["send", "people.csv", "--yes"]);
    terminal.wait_for("calling 1");
    terminal.press("\u{3}");
    terminal.wait_for("once more leaves at once");
    terminal.press("\u{3}");
    let (code, seen) = terminal.end();
    assert_eq!(code, 130, "{seen}");
    gate.open();
}

#[test]
fn a_long_rehearsal_says_how_far_it_is() {
    let world = World::new();
    world.people(1100);
    let mut terminal = Terminal::start(&world, &["send", "people.csv", "--rehearse"]);
    terminal.wait_for("rehearsing #");
    let (code, seen) = terminal.end();
    assert_eq!(code, 0, "{seen}");
    let mut screen = vt100::Parser::new(ROWS, COLUMNS, 0);
    screen.process(seen.as_bytes());
    let left = screen.screen().contents();
    assert!(!left.contains("rehearsing"), "{left}");
    assert!(left.contains("1,100 people invited, each once"), "{left}");
}

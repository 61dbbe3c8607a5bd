//! Answers with canned invitations, on a port of this machine: a process of its own, so that nothing
//! it does is counted. Prints its base URL; with `/flat` before the path, the metadata is flat.
//!
//! `server [HOLD]`: responds to no request before HOLD of them have arrived.

mod responses;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Barrier};

use responses::Responses;

fn main() -> std::io::Result<()> {
    let hold = std::env::args().nth(1).map_or(1, |hold| hold.parse().expect("HOLD is a number"));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let responses = Arc::new(Responses::new());
    println!("http://{}/v1", listener.local_addr()?);
    let barrier = Arc::new(Barrier::new(hold));
    for stream in listener.incoming() {
        let (stream, responses, barrier) = (stream?, Arc::clone(&responses), Arc::clone(&barrier));
        let serve = move || drop(serve(stream, &responses, &barrier));
        std::thread::Builder::new().stack_size(64 * 1024).spawn(serve)?;
    }
    Ok(())
}

/// One connection, kept open until the other side closes it.
fn serve(mut stream: TcpStream, responses: &Responses, barrier: &Barrier) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut unread = Vec::new();
    let mut buffer = vec![0; 16 * 1024];
    loop {
        while let Some((length, line)) = request(&unread) {
            unread.drain(..length);
            barrier.wait();
            stream.write_all(responses.to(&line))?;
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            length => unread.extend_from_slice(&buffer[..length]),
        }
    }
}

/// The length and the first line of the request at the start, if all of it is there.
fn request(bytes: &[u8]) -> Option<(usize, String)> {
    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?;
    let lower = text.to_ascii_lowercase();
    let body = lower.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = head + body.map_or(Some(0), |length| length.trim().parse().ok())?;
    let line = text.lines().next().unwrap_or_default().to_owned();
    (bytes.len() >= length).then_some((length, line))
}

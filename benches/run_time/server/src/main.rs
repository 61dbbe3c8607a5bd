//! Answers every request with the same ten invitations, on a port of this machine: a process of its
//! own, so that nothing it does is counted. Prints its base URL.
//!
//! `server [HOLD]`: responds to no request before HOLD of them have arrived.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Barrier};

fn main() -> std::io::Result<()> {
    let hold = std::env::args().nth(1).map_or(1, |hold| hold.parse().expect("HOLD is a number"));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}/v1", listener.local_addr()?);
    let body = common::reply();
    let answer: Arc<[u8]> = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Date: Tue, 28 May 2024 08:00:00 GMT\r\nClerk-API-Version: 2026-05-12\r\n\
         Clerk-Trace-Id: 0123456789abcdef0123456789abcdef\r\nCF-Ray: 0123456789abcdef-FRA\r\n\
         Cache-Control: no-store\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
    .into();
    let barrier = Arc::new(Barrier::new(hold));
    for stream in listener.incoming() {
        let (stream, answer, barrier) = (stream?, Arc::clone(&answer), Arc::clone(&barrier));
        let serve = move || drop(serve(stream, &answer, &barrier));
        std::thread::Builder::new().stack_size(64 * 1024).spawn(serve)?;
    }
    Ok(())
}

/// One connection, kept open until the other side closes it.
fn serve(mut stream: TcpStream, answer: &[u8], barrier: &Barrier) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut unread = Vec::new();
    let mut buffer = vec![0; 16 * 1024];
    loop {
        while let Some(length) = request(&unread) {
            unread.drain(..length);
            barrier.wait();
            stream.write_all(answer)?;
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            length => unread.extend_from_slice(&buffer[..length]),
        }
    }
}

/// The length of the request at the start, if all of it is there.
fn request(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&bytes[..head]).ok()?.to_ascii_lowercase();
    let body = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length = head + body.map_or(Some(0), |length| length.trim().parse().ok())?;
    (bytes.len() >= length).then_some(length)
}

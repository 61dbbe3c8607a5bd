//! Strings as JSON has them.

/// Writes a string with its quotes.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    if has_any_to_escape(bytes) {
        for byte in bytes {
            if is_to_escape(*byte) {
                write_escaped(out, *byte);
            } else {
                out.push(*byte);
            }
        }
    } else {
        out.extend_from_slice(bytes);
    }
    out.push(b'"');
}

/// Looks at eight bytes together, and at the last ones by looking at some a second time.
fn has_any_to_escape(bytes: &[u8]) -> bool {
    let ends = |first: Option<u32>, last: Option<u32>| {
        is_any_to_escape(u64::from(first.unwrap_or(FILL)) << 32 | u64::from(last.unwrap_or(FILL)))
    };
    match bytes.len() {
        0 => false,
        1 => bytes.first().is_some_and(|byte| is_to_escape(*byte)),
        2 | 3 => {
            let two = |bytes: &[u8; 2]| u32::from(u16::from_le_bytes(*bytes)) | FILL << 16;
            ends(bytes.first_chunk().map(two), bytes.last_chunk().map(two))
        }
        4..8 => {
            let four = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
            ends(bytes.first_chunk().map(four), bytes.last_chunk().map(four))
        }
        _ => {
            let any = |eight: &[u8; 8]| is_any_to_escape(u64::from_le_bytes(*eight));
            let mut eights = bytes.chunks_exact(8);
            eights.any(|eight| eight.first_chunk().is_some_and(any))
                || bytes.last_chunk().is_some_and(any)
        }
    }
}

/// Four bytes that need no escape.
const FILL: u32 = u32::from_le_bytes(*b"    ");

fn is_to_escape(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Whether any of eight bytes is: subtracting from all of them sets the high bit of one that is less,
/// and of no other unless there is one. A byte of a character beyond ASCII has its high bit already.
fn is_any_to_escape(eight: u64) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const fn all(byte: u8) -> u64 {
        ONES * byte as u64
    }
    let control = eight.wrapping_sub(all(b' '));
    let quote = (eight ^ all(b'"')).wrapping_sub(ONES);
    let backslash = (eight ^ all(b'\\')).wrapping_sub(ONES);
    (control | quote | backslash) & !eight & all(0x80) != 0
}

fn write_escaped(out: &mut Vec<u8>, byte: u8) {
    let hex = |digit: u8| if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::write_string;

    #[test]
    fn every_byte_at_every_place_is_written_as_serde_json_does() {
        let characters = (0..=0x7f_u8).map(char::from).chain(['\u{80}', 'é', '\u{2028}', '😀']);
        for character in characters {
            for before in 0..10 {
                for after in [0, 1, 9] {
                    let text = format!("{}{character}{}", "a".repeat(before), "b".repeat(after));
                    let mut written = Vec::new();
                    write_string(&mut written, &text);
                    assert_eq!(Some(written), serde_json::to_vec(&text).ok(), "{text:?}");
                }
            }
        }
    }
}

//! The canned responses.

use common::{ERROR, LIMITED, LIST, PAGE, Payload};

/// The responses of one server.
pub struct Responses {
    nested: OfPayload,
    flat: OfPayload,
    limited: Vec<u8>,
}

struct OfPayload {
    single: Vec<u8>,
    bulk: Vec<u8>,
    organization_bulk: Vec<u8>,
    /// In their envelope, and bare.
    pages: [Vec<Vec<u8>>; 2],
}

impl Responses {
    pub fn new() -> Self {
        Self {
            nested: OfPayload::new(Payload::Nested),
            flat: OfPayload::new(Payload::Flat),
            limited: response("429 Too Many Requests\r\nRetry-After: 17", ERROR),
        }
    }

    /// Returns the response to a request with this first line.
    pub fn to(&self, line: &str) -> &[u8] {
        let of_payload = if Payload::of(line) == Payload::Flat { &self.flat } else { &self.nested };
        if line.starts_with("GET ") {
            let offset = line.split(['?', '&', ' ']).find_map(|part| part.strip_prefix("offset="));
            let offset: usize = offset.map_or(0, |offset| offset.parse().expect("a number"));
            let pages = &of_payload.pages[usize::from(!line.contains("paginated=true"))];
            return &pages[offset / PAGE];
        }
        if line.contains(LIMITED) {
            return &self.limited;
        }
        match (line.contains("/organizations/"), line.contains("/bulk ")) {
            (true, _) => &of_payload.organization_bulk,
            (false, true) => &of_payload.bulk,
            (false, false) => &of_payload.single,
        }
    }
}

impl OfPayload {
    fn new(payload: Payload) -> Self {
        let pages = |paginated| {
            let offsets = (0..=LIST).step_by(PAGE);
            offsets.map(|offset| ok(&common::page(payload, offset, paginated))).collect()
        };
        Self {
            single: ok(&common::invitation(payload, 0)),
            bulk: ok(&common::reply(payload)),
            organization_bulk: ok(&common::organization_reply(payload)),
            pages: [pages(true), pages(false)],
        }
    }
}

fn ok(body: &str) -> Vec<u8> {
    response("200 OK", body)
}

fn response(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Date: Tue, 28 May 2024 08:00:00 GMT\r\nClerk-API-Version: 2026-05-12\r\n\
         Clerk-Trace-Id: 0123456789abcdef0123456789abcdef\r\nCF-Ray: 0123456789abcdef-FRA\r\n\
         Cache-Control: no-store\r\n\r\n{body}"
    )
    .into_bytes()
}

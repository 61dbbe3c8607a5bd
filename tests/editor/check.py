#!/usr/bin/env python3
"""What rust-analyzer offers inside of a declaration, over the language server protocol.

    tests/editor/check.py [names]      all checks, or those with one of the names

Needs `rustup component add rust-analyzer`. In each source, `|` is the cursor.
"""

import json
import os
import pathlib
import queue
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
CRATE = HERE / "crate"
FILE = CRATE / "src" / "declaration.rs"
TIMEOUT = 600

DECLARATION = '''use clerk_invite::endpoint;

/// Sends a thing.
#[endpoint(
    POST,
    "/things/{thing_id}",
    client_method(send_thing),
    rate_limit = "100/hour",
    max_items = 3
)]
#[returns(Vec<Thing>)]
pub struct SendThing {
    /// The thing.
    pub thing_id: ThingId,
    #[body]
    pub names: Vec<String>,
}

/// An id.
#[derive(Debug, Clone, PartialEq)]
pub struct ThingId(String);

impl std::fmt::Display for ThingId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A thing.
#[derive(Debug, clerk_invite::serde::Deserialize)]
#[serde(crate = "clerk_invite::serde")]
pub struct Thing {}

pub fn send(thing_id: ThingId) -> SendThing {
    SendThing::new(thing_id, ["a".to_owned()])
}

pub fn call(client: &clerk_invite::Client, thing_id: ThingId) {
    drop(client.send_thing(thing_id, ["a".to_owned()]));
}
'''

TYPING = '''use clerk_invite::endpoint;

#[endpoint(PATCH, "/things/{thing_id}")]
#[returns(())]
pub struct UpdateThing {
    /// The thing.
    pub thing_id: String,
    /// Its name.
    pub name: Option<String>,
    %s
}

pub fn update() -> UpdateThing {
    UpdateThing::new("a").name("b")
}
'''


class Server:
    def __init__(self):
        self.process = subprocess.Popen(
            ["rust-analyzer"],
            cwd=CRATE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.messages = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.next_id = 0
        self.version = 0
        self.opened = False

    def read(self):
        stream = self.process.stdout
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                self.messages.put(None)
                return
            self.messages.put(json.loads(stream.read(length)))

    def write(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.write({"method": method, "params": params})

    def receive(self):
        message = self.messages.get(timeout=TIMEOUT)
        if message is None:
            sys.exit("rust-analyzer has ended")
        if "id" in message and "method" in message:
            answer = None
            if message["method"] == "workspace/configuration":
                answer = [SETTINGS] * len(message["params"]["items"])
            self.write({"id": message["id"], "result": answer})
        return message

    def request(self, method, params):
        self.next_id += 1
        self.write({"id": self.next_id, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.next_id and "method" not in message:
                if message.get("error", {}).get("code") in (-32801, -32802):
                    # The contents were still being read.
                    return self.request(method, params)
                if "error" in message:
                    return {"error": message["error"]["message"]}
                return message["result"]

    def start(self):
        capabilities = {
            "experimental": {"serverStatusNotification": True},
            "textDocument": {
                "definition": {"linkSupport": True},
                "hover": {"contentFormat": ["markdown"]},
            },
            "workspace": {"configuration": True},
        }
        params = {
            "processId": os.getpid(),
            "rootUri": CRATE.as_uri(),
            "capabilities": capabilities,
            "initializationOptions": SETTINGS,
        }
        self.request("initialize", params)
        self.notify("initialized", {})
        # A document opened before the crates are known may stay one of an unknown crate: places in
        # macros of it are lost then.
        while True:
            message = self.receive()
            if message.get("method") == "experimental/serverStatus":
                if message["params"].get("quiescent"):
                    return

    def open(self, text):
        self.version += 1
        uri = FILE.as_uri()
        if self.opened:
            document = {"uri": uri, "version": self.version}
            changes = {"textDocument": document, "contentChanges": [{"text": text}]}
            self.notify("textDocument/didChange", changes)
        else:
            document = {"uri": uri, "languageId": "rust", "version": self.version, "text": text}
            self.notify("textDocument/didOpen", {"textDocument": document})
            self.opened = True

    def at_cursor(self, method, source, **params):
        before, _, after = source.partition("|")
        self.open(before + after)
        position = {
            "line": before.count("\n"),
            "character": len(before) - before.rfind("\n") - 1,
        }
        document = {"uri": FILE.as_uri()}
        return self.request(method, {"textDocument": document, "position": position, **params})

    def completions(self, source):
        found = self.at_cursor("textDocument/completion", source) or []
        items = found["items"] if isinstance(found, dict) else found
        return [item["label"] for item in items]

    def hover(self, source):
        found = self.at_cursor("textDocument/hover", source)
        return found["contents"]["value"] if found and "contents" in found else str(found)

    def definitions(self, source):
        found = self.at_cursor("textDocument/definition", source) or []
        found = [found] if isinstance(found, dict) else found
        return sorted({
            (os.path.basename(place.get("uri") or place["targetUri"]),
             (place.get("range") or place["targetSelectionRange"])["start"]["line"] + 1)
            for place in found
        })

    def renames(self, source, name):
        found = self.at_cursor("textDocument/rename", source, newName=name)
        if "error" in found:
            return found["error"]
        edits = []
        for document in found.get("documentChanges") or []:
            edits += document["edits"]
        for changes in (found.get("changes") or {}).values():
            edits += changes
        return sorted({(e["range"]["start"]["line"] + 1, e["newText"]) for e in edits})

    def diagnostics(self, source):
        self.open(source)
        document = {"uri": FILE.as_uri()}
        found = self.request("textDocument/diagnostic", {"textDocument": document})
        return [item["message"] for item in found.get("items", [])]


SETTINGS = {
    "checkOnSave": False,
    "cachePriming": {"enable": False},
    "procMacro": {"enable": True, "attributes": {"enable": True}},
    "cargo": {"allTargets": False},
}


def line_of(text, source=DECLARATION):
    return source[: source.index(text)].count("\n") + 1


def at(text, source=DECLARATION):
    """Puts the cursor where `|` is in `text`."""
    plain = text.replace("|", "")
    assert source.count(plain) >= 1, text
    return source.replace(plain, text, 1)


def change(old, new, source=DECLARATION):
    assert old in source, old
    return source.replace(old, new, 1)


def check_completion_of_the_method(server):
    found = server.completions(change("POST,", "PO|,"))
    assert "POST" in found, found


def check_completion_of_a_key(server):
    found = server.completions(change('rate_limit = "100/hour"', "ra|"))
    assert "rate_limit" in found, found


def check_completion_of_a_bound(server):
    source = change("    #[body]", "    #[range(mi|)]\n    pub days: u8,\n    #[body]")
    found = server.completions(source)
    assert "min" in found, found


def check_hover_on_the_method(server):
    found = server.hover(at("PO|ST"))
    assert "HTTP method" in found, found


def check_hover_on_a_key(server):
    found = server.hover(at("rate_|limit"))
    assert "documented rate limit" in found, found
    found = server.hover(at("max_|items"))
    assert "maximum number of items" in found, found


def check_hover_on_an_attribute(server):
    assert "whole JSON body" in server.hover(at("bo|dy"))
    assert "successful response" in server.hover(at("retu|rns"))


def check_definition_of_a_fields_type(server):
    found = server.definitions(at("pub thing_id: Thing|Id"))
    assert found == [("declaration.rs", line_of("pub struct ThingId"))], found


def check_definition_of_new(server):
    found = server.definitions(at("SendThing::ne|w"))
    assert found == [("declaration.rs", line_of("pub struct SendThing"))], found


def check_hover_on_the_struct(server):
    found = server.hover(at("pub struct Send|Thing"))
    assert "Sends a thing" in found, found


def check_definition_of_the_struct(server):
    found = server.definitions(at("-> Send|Thing"))
    assert found == [("declaration.rs", line_of("pub struct SendThing"))], found


def check_definition_of_a_client_method(server):
    found = server.definitions(at("client.send_|thing("))
    assert found == [("declaration.rs", line_of("client_method(send_thing)"))], found


def check_definition_of_a_setter(server):
    source = TYPING % ""
    found = server.definitions(at(".na|me(", source))
    assert found == [("declaration.rs", line_of("pub name:", source))], found


def check_rename_of_a_client_method(server):
    found = server.renames(at("client_method(send_|thing)"), "post_thing")
    lines = [line_of("client_method(send_thing)"), line_of("client.send_thing(")]
    assert found == [(line, "post_thing") for line in lines], found


def check_rename_of_the_struct(server):
    found = server.renames(at("pub struct Send|Thing"), "PostThing")
    lines = {line for line, name in found if name == "PostThing"}
    assert lines == {line_of("pub struct"), line_of("-> SendThing"), line_of("SendThing::new")}, found


def check_rename_of_a_field(server):
    found = server.renames(at("pub na|mes"), "labels")
    assert found == [(line_of("pub names"), "labels")], found


def check_half_a_field_keeps_the_rest(server):
    for half in ["pub rol", "pub role:", "role", "pub role: Option<"]:
        source = TYPING % half
        found = server.hover(at(".na|me(", source))
        assert "Its name" in found, (half, found)
        found = server.completions(change('.name("b")', ".na|", source))
        assert any(label.startswith("name") for label in found), (half, found)


def check_a_correct_declaration_has_no_diagnostics(server):
    found = server.diagnostics(DECLARATION)
    assert not found, found


def main():
    checks = {name: check for name, check in globals().items() if name.startswith("check_")}
    wanted = sys.argv[1:]
    server = Server()
    failed = False
    try:
        server.start()
        for name, check in checks.items():
            if wanted and not any(word in name for word in wanted):
                continue
            try:
                check(server)
                print(f"{name.removeprefix('check_')} ... ok")
            except AssertionError as error:
                failed = True
                print(f"{name.removeprefix('check_')} ... FAILED: {error}")
    finally:
        server.process.kill()
    sys.exit(failed)


if __name__ == "__main__":
    main()

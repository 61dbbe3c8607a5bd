//! A route that invites whoever is posted to it.
//!
//! ```sh
//! cargo run -p example-axum                # serves on port 3000, with a stand-in for Clerk
//! curl -X POST localhost:3000/invitations -H 'content-type: application/json' \
//!     -d '{"email_address": "invite@example.com"}'
//!
//! CLERK_SECRET_KEY=sk_test_.. cargo run -p example-axum   # with the real one
//! cargo run -p example-axum -- --once      # on a free port: posts once to itself, and ends
//! ```

use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use axum::{Json, Router};
use clerk_invite::serde::Deserialize;
use clerk_invite::serde_json::{Value, json};
use clerk_invite::{Client, CreateInvitation, Delivery, Error, FakeClerk};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Deserialize)]
#[serde(crate = "clerk_invite::serde")]
struct Guest {
    email_address: String,
}

/// `POST /invitations` with `{"email_address": ".."}`.
async fn invite(
    State(clerk): State<Client>,
    Json(guest): Json<Guest>,
) -> (StatusCode, HeaderMap, Json<Value>) {
    let request = CreateInvitation::new(guest.email_address)
        .redirect_url("https://www.example.com/my-sign-up")
        .public_metadata(json!({
            "example": "metadata",
            "example_nested": { "nested": "metadata" },
        }));
    let error = match clerk.create_invitation(request).await {
        Ok(invitation) => {
            let invitation = json!({
                "id": invitation.id,
                "email_address": invitation.email_address,
                "status": invitation.status,
            });
            let answer = json!({ "message": "Invitation created", "invitation": invitation });
            return (StatusCode::CREATED, HeaderMap::new(), Json(answer));
        }
        Err(error) => error,
    };
    // The log may have all of this: an error shows no address and no key.
    eprintln!("{error}");
    let status = status_of(&error);
    let message = match status {
        StatusCode::ACCEPTED => "Invited",
        StatusCode::CONFLICT => "Invited already",
        StatusCode::UNPROCESSABLE_ENTITY => "This invitation cannot be sent",
        StatusCode::SERVICE_UNAVAILABLE => "Not invited, try again later",
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => "Perhaps invited: look first",
        _ => "Not invited",
    };
    let mut headers = HeaderMap::new();
    // Whoever may be invited already is not to be sent again unasked.
    let seconds = error.retry_after_seconds().filter(|_| error.is_rate_limited());
    if let Some(seconds) = seconds {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    (status, headers, Json(json!({ "message": message, "code": error.code() })))
}

/// The table in the docs of [`Error`].
fn status_of(error: &Error) -> StatusCode {
    if error.is_duplicate() {
        return StatusCode::CONFLICT;
    }
    if error.is_rate_limited() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match (error.delivery(), error.code().unwrap_or_default()) {
        (Delivery::NotSent, "invalid_request") => StatusCode::UNPROCESSABLE_ENTITY,
        (Delivery::NotSent, "invalid_config" | "wrong_runtime") => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        (Delivery::NotSent, _) => StatusCode::SERVICE_UNAVAILABLE,
        (Delivery::Rejected, _) => match error.status().map(|status| status.as_u16()) {
            Some(400 | 409 | 413 | 422) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        },
        (Delivery::Unknown, "timeout") => StatusCode::GATEWAY_TIMEOUT,
        (Delivery::Unknown, _) => StatusCode::BAD_GATEWAY,
        (Delivery::Accepted, _) => StatusCode::ACCEPTED,
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let once = std::env::args().any(|argument| argument == "--once");
    let fake = FakeClerk::start().await?;
    let clerk = match std::env::var_os("CLERK_SECRET_KEY") {
        Some(_) if !once => Client::from_env()?,
        _ => fake.client(),
    };
    let port = if once { 0 } else { 3000 };
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    println!("POST http://{address}/invitations");

    let app = Router::new().route("/invitations", post(invite)).with_state(clerk);
    let server = axum::serve(listener, app).into_future();
    if !once {
        return Ok(server.await?);
    }
    let server = tokio::spawn(server);
    let mut stream = TcpStream::connect(address).await?;
    let body = r#"{"email_address":"invite@example.com"}"#;
    let request = format!(
        "POST /invitations HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    println!("{answer}");
    server.abort();
    if !answer.starts_with("HTTP/1.1 201") || fake.invitations_to("invite@example.com") != 1 {
        return Err("the route did not invite".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! The messages of errors.

use std::fmt;

use http::StatusCode;

use crate::error::api_error::ApiError;
use crate::error::cause::Cause;
use crate::error::delivery::Delivery;
use crate::error::redact::redact;
use crate::error::{Error, Kind};

const UNKNOWN: &str = "may or may not have been carried out";

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.0.operation.unwrap_or("the call");
        match &self.0.kind {
            Kind::Config(problem) => f.write_str(problem),
            Kind::Invalid(invalid) => write!(f, "{operation} was not sent: {invalid}"),
            Kind::Runtime(problem) => write!(f, "{operation} was not sent: {problem}"),
            Kind::RateBudget { next_slot_in: Some(wait) } => write!(
                f,
                "{operation} was not sent: its rate budget is used up, the next call may begin in \
                 {} s",
                wait.as_secs_f64().ceil()
            ),
            Kind::RateBudget { next_slot_in: None } => {
                write!(f, "{operation} was not sent: its rate budget allows no call at all")
            }
            Kind::Transport { cause, delivery } => {
                let outcome = match delivery {
                    Delivery::NotSent => "was not sent",
                    _ => UNKNOWN,
                };
                write!(f, "{operation} {outcome}: ")?;
                match cause {
                    Cause::Timeout if *delivery == Delivery::NotSent => {
                        f.write_str("no connection was made in time")
                    }
                    Cause::Timeout => f.write_str("no response came in time"),
                    Cause::Connection { source, unresolved: Some(host), .. } => {
                        let source = redact(&innermost(&**source));
                        write!(f, "no address was found for `{host}`: {source}")
                    }
                    Cause::Connection { source, .. } => {
                        let text = redact(&innermost(&**source));
                        f.write_str(&text)?;
                        // rustls's words for an answer that is not TLS.
                        if text.contains("InvalidContentType") {
                            f.write_str("; does the server of the base URL speak TLS?")?;
                        }
                        Ok(())
                    }
                }
            }
            Kind::Status { status, .. } => {
                let outcome = match self.delivery() {
                    Delivery::Rejected => "was refused",
                    _ => UNKNOWN,
                };
                // Only Clerk's own errors show that the answer is Clerk's.
                let who = if self.errors().is_empty() { "the server" } else { "Clerk" };
                write!(f, "{operation} {outcome}: {who} answered {status}")?;
                f.write_str(hint(*status, self.errors()))?;
                for (index, error) in self.errors().iter().enumerate() {
                    write!(f, "{}{error}", if index == 0 { ": " } else { "; " })?;
                }
                // Only where that is safe.
                let safe = self.delivery() == Delivery::Rejected;
                if let Some(wait) = self.retry_after().filter(|_| safe) {
                    write!(f, ", retry after {} s", wait.as_secs_f64().ceil())?;
                }
                self.write_trace(f)
            }
            Kind::UnreadableBody { status, is_clerks: true, reason, .. } => {
                write!(
                    f,
                    "{operation} was carried out, but Clerk's response ({status}) cannot be read: \
                     {reason}"
                )?;
                self.write_trace(f)
            }
            Kind::UnreadableBody { status, is_clerks: false, reason, .. } => {
                write!(
                    f,
                    "{operation} {UNKNOWN}: the response ({status}) is not Clerk's, {reason}; is \
                     the base URL right?"
                )?;
                self.write_trace(f)
            }
        }
    }
}

impl Error {
    fn write_trace(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown_trace_id().map_or(Ok(()), |trace_id| write!(f, " [trace {trace_id}]"))
    }

    /// Returns the trace id if it is safe to log.
    pub(crate) fn shown_trace_id(&self) -> Option<&str> {
        self.trace_id().map(printable)
    }
}

/// Returns what to look at where the response looks like another server's.
fn hint(status: StatusCode, errors: &[ApiError]) -> &'static str {
    match status {
        _ if !errors.is_empty() => "",
        StatusCode::NOT_MODIFIED => "",
        _ if status.is_redirection() => {
            ", a redirect, which is never followed; is the base URL right?"
        }
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
            ", without an error of Clerk's; is the base URL right?"
        }
        _ => "",
    }
}

/// Returns the text of the innermost cause, without "error sending request" before it.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

/// Replaces a text that is not an id: a header or a body can hold anything, and a log line should not.
fn printable(text: &str) -> &str {
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if text.len() <= 64 && text.bytes().all(is_id) { text } else { "not shown" }
}

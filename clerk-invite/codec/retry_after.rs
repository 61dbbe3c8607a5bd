//! `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// The longest wait that is believed: a day.
const MAX_WAIT: Duration = Duration::from_secs(86_400);

/// Reads the wait that a response asks for: whole or decimal seconds, or a date.
///
/// A date is measured against the response's own `Date`, so that this machine's clock does not
/// matter. Past dates and negative numbers are a wait of zero; `None` if there is no readable value.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    // Of several, the longest: waiting for too long does no harm.
    let texts = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    let waits = texts.filter_map(|text| {
        let text = text.trim();
        seconds(text).or_else(|| until(text, headers))
    });
    Some(waits.max()?.min(MAX_WAIT))
}

fn seconds(text: &str) -> Option<Duration> {
    // Rust also reads `1e9`, `inf` and `-nan` as numbers.
    let number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.');
    let seconds: f64 = text.parse().ok().filter(|_| number)?;
    Some(
        Duration::try_from_secs_f64(seconds.clamp(0.0, MAX_WAIT.as_secs_f64())).unwrap_or(MAX_WAIT),
    )
}

fn until(text: &str, headers: &HeaderMap) -> Option<Duration> {
    let then = httpdate::parse_http_date(text).ok()?;
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let now = date.and_then(|date| httpdate::parse_http_date(date).ok()).or_else(system_time)?;
    Some(then.duration_since(now).unwrap_or_default())
}

/// Returns the time of this machine, which has a clock everywhere but in a bare wasm module.
#[allow(clippy::unnecessary_wraps)] // On wasm there is none.
fn system_time() -> Option<SystemTime> {
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    return Some(SystemTime::now());
    #[cfg(all(target_family = "wasm", target_os = "unknown"))]
    return None;
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderValue};

    fn read(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert("date", HeaderValue::from_static("Sun, 06 Nov 1994 08:49:30 GMT"));
        headers.insert("retry-after", HeaderValue::from_str(value).ok()?);
        super::retry_after(&headers)
    }

    #[test]
    fn seconds_whole_and_decimal() {
        assert_eq!(read("12"), Some(Duration::from_secs(12)));
        assert_eq!(read(" 1.5 "), Some(Duration::from_millis(1500)));
        assert_eq!(read("0"), Some(Duration::ZERO));
        assert_eq!(read("-5"), Some(Duration::ZERO));
        assert_eq!(read("99999999999999999999"), Some(Duration::from_secs(86_400)));
    }

    #[test]
    fn three_forms_of_date() {
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(read(date), Some(Duration::from_secs(7)), "{date}");
        }
        assert_eq!(read("Sun, 06 Nov 1994 08:49:00 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn garbage_is_nothing() {
        for text in
            ["", "soon", "inf", "NaN", "1s", "0x10", "+5", "1e", "1e9", "-nan", "-inf", "-", "."]
        {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}

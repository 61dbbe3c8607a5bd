//! `"100/hour"`: the text of a rate limit.

use crate::diagnostics::suggest;

/// At most `requests` calls in any `seconds` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RateLimit {
    pub(crate) requests: u32,
    pub(crate) seconds: u64,
}

const UNITS: [(&str, u64); 4] = [("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400)];

impl RateLimit {
    /// Reads `N/second`, `N/minute`, `N/hour`, `N/day` or `N/10s`; the error says what is wrong.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err(
                "expected a number and a period, as in `100/hour`, found nothing".to_owned()
            );
        }
        if text.contains(char::is_whitespace) {
            return Err(format!("expected no white space, as in `100/hour`, found `{text}`"));
        }
        let Some((number, period)) = text.split_once('/') else {
            return Err(format!(
                "expected a number and a period, as in `100/hour`, found `{text}`"
            ));
        };
        Ok(Self { requests: requests(number)?, seconds: seconds(period)? })
    }

    /// "100 requests per hour".
    pub(crate) fn describe(self) -> String {
        let noun = if self.requests == 1 { "request" } else { "requests" };
        let unit = UNITS.iter().find(|(_, seconds)| *seconds == self.seconds);
        let period = unit
            .map_or_else(|| format!("{} seconds", self.seconds), |(name, _)| (*name).to_owned());
        format!("{} {noun} per {period}", self.requests)
    }
}

fn requests(number: &str) -> Result<u32, String> {
    if number.is_empty() {
        return Err("expected a number before the `/`, as in `100/hour`".to_owned());
    }
    let digits = number.strip_prefix('-').unwrap_or(number);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(format!(
            "expected a whole number before the `/`, as in `100/hour`, found `{number}`"
        ));
    }
    if digits.len() < number.len() {
        return Err(format!("expected a positive number of requests, found `{number}`"));
    }
    match number.parse() {
        Ok(0) => Err("expected at least one request: a limit of zero allows no call".to_owned()),
        Ok(requests) => Ok(requests),
        Err(_) => Err(format!("`{number}` requests are too many: expected at most {}", u32::MAX)),
    }
}

fn seconds(period: &str) -> Result<u64, String> {
    if let Some((_, seconds)) = UNITS.iter().find(|(name, _)| *name == period) {
        return Ok(*seconds);
    }
    let digits = period.strip_suffix('s').unwrap_or_default();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let expected = "expected `second`, `minute`, `hour`, `day` or seconds such as `10s`";
        if period.is_empty() {
            return Err(format!("missing period after the `/`: {expected}"));
        }
        let near = match period {
            "s" | "sec" | "secs" => Some("second"),
            "m" | "min" | "mins" => Some("minute"),
            "h" | "hr" | "hrs" => Some("hour"),
            "d" => Some("day"),
            _ => suggest::nearest(period, UNITS.iter().map(|(name, _)| *name)),
        };
        let hint = near.map_or_else(|| format!(", {expected}"), suggest::did_you_mean);
        return Err(format!("unknown period `{period}`{hint}"));
    }
    match digits.parse() {
        Ok(0) => Err("expected a period of at least one second".to_owned()),
        // A year of seconds: far beyond any limit, and no arithmetic on it can overflow.
        Ok(seconds) if seconds <= 31_536_000 => Ok(seconds),
        _ => Err(format!("the period `{period}` is too long: expected at most a year of seconds")),
    }
}

#[cfg(test)]
mod tests {
    use super::RateLimit;
    use crate::attr::every_text;

    #[test]
    fn reads_every_unit() {
        let read = |text| RateLimit::parse(text).map(|limit| (limit.requests, limit.seconds));
        assert_eq!(read("1/second"), Ok((1, 1)));
        assert_eq!(read("2/minute"), Ok((2, 60)));
        assert_eq!(read("100/hour"), Ok((100, 3600)));
        assert_eq!(read("4294967295/day"), Ok((u32::MAX, 86400)));
        assert_eq!(read("1000/10s"), Ok((1000, 10)));
    }

    #[test]
    fn refuses_what_is_no_limit() {
        for text in [
            "",
            "/",
            "100",
            "/hour",
            "100/",
            "0/hour",
            "-1/hour",
            "+1/hour",
            "1.5/hour",
            "x/hour",
            " 1/hour",
            "1 /hour",
            "1/ hour",
            "4294967296/hour",
            "1/0s",
            "1/s",
            "1/-1s",
            "1/+1s",
            "1/99999999999999999999s",
            "1/hour/day",
            "1/hours",
            "1/10",
        ] {
            assert!(RateLimit::parse(text).is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn describes_itself_as_the_docs_do() {
        let described = |text| RateLimit::parse(text).map(RateLimit::describe);
        assert_eq!(described("25/hour").as_deref(), Ok("25 requests per hour"));
        assert_eq!(described("1/1s").as_deref(), Ok("1 request per second"));
        assert_eq!(described("1000/10s").as_deref(), Ok("1000 requests per 10 seconds"));
    }

    #[test]
    fn what_is_read_allows_some_calls_in_some_time() {
        let parts = [
            "-",
            "0",
            "1",
            "25",
            "31536000",
            "99999999999",
            "/",
            "s",
            "second",
            "minute",
            "hour",
            "day",
            "x",
            " ",
            "\u{e4}",
        ];
        let mut read = 0;
        for text in every_text(&parts, 4) {
            if let Ok(limit) = RateLimit::parse(&text) {
                assert!(limit.requests > 0, "{text:?}");
                assert!((1..=31_536_000).contains(&limit.seconds), "{text:?}");
                read += 1;
            }
        }
        assert!(read > 0);
    }
}

//! Timestamps in Unix milliseconds.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::endpoint::info::Describe;
use crate::endpoint::value_type::ValueType;

/// A point in time in Unix **milliseconds**. Displays as RFC 3339 in UTC.
///
/// The API's schema only says "Unix timestamp"; what it sends are milliseconds.
///
/// ```
/// use clerk_invite::Timestamp;
///
/// assert_eq!(Timestamp::from_millis(1_716_883_200_000).to_string(), "2024-05-28T08:00:00Z");
/// assert_eq!(Timestamp::from_millis(1_705_531_674_576).to_string(), "2024-01-17T22:47:54.576Z");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Creates a timestamp from milliseconds since 1970-01-01 00:00:00 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Returns the milliseconds since 1970-01-01 00:00:00 UTC.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Converts to [`SystemTime`], or returns `None` outside of its range.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_millis(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, millis) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = date(days);
        let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
        let (second, millis) = (millis / 1000 % 60, millis % 1000);
        // RFC 3339 ends with the year 9999; beyond it, use ISO 8601's signed years.
        if (0..=9999).contains(&year) {
            write!(f, "{year:04}")?;
        } else {
            write!(f, "{year:+07}")?;
        }
        write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if millis != 0 {
            write!(f, ".{millis:03}")?;
        }
        f.write_str("Z")
    }
}

/// Converts a day counted from 1970-01-01 to year, month and day.
///
/// Counts in years that start on 1 March, so that a leap day is the last day of its year, and in eras
/// of 400 years, which all have 146,097 days.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

impl Describe for Timestamp {
    const TYPE: ValueType = i64::TYPE;
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(Millis)
    }
}

/// Also accepts floats, which some JSON writers make of integers.
struct Millis;

impl Visitor<'_> for Millis {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Unix timestamp in milliseconds")
    }

    fn visit_i64<E: Error>(self, millis: i64) -> Result<Timestamp, E> {
        Ok(Timestamp(millis))
    }

    fn visit_u64<E: Error>(self, millis: u64) -> Result<Timestamp, E> {
        i64::try_from(millis).map(Timestamp).map_err(|_| E::custom("a timestamp out of range"))
    }

    #[allow(clippy::cast_possible_truncation)] // A float outside of `i64` ends at its limits.
    fn visit_f64<E: Error>(self, millis: f64) -> Result<Timestamp, E> {
        Ok(Timestamp(millis as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn displays_as_rfc_3339() {
        let shown = |millis| Timestamp::from_millis(millis).to_string();
        assert_eq!(shown(0), "1970-01-01T00:00:00Z");
        assert_eq!(shown(-1), "1969-12-31T23:59:59.999Z");
        assert_eq!(shown(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(shown(4_107_542_400_000), "2100-03-01T00:00:00Z");
        assert_eq!(shown(253_402_300_799_999), "9999-12-31T23:59:59.999Z");
        assert_eq!(shown(253_402_300_800_000), "+010000-01-01T00:00:00Z");
        assert_eq!(shown(i64::MAX), "+292278994-08-17T07:12:55.807Z");
        assert_eq!(shown(i64::MIN), "-292275055-05-16T16:47:04.192Z");
    }

    #[test]
    fn reads_integers_and_floats() {
        let read = |json| serde_json::from_str::<Timestamp>(json).map(Timestamp::as_millis);
        assert_eq!(read("1716883200000").ok(), Some(1_716_883_200_000));
        assert_eq!(read("-5").ok(), Some(-5));
        assert_eq!(read("1716883200000.0").ok(), Some(1_716_883_200_000));
        assert!(read("18446744073709551615").is_err());
        assert!(read("\"2024\"").is_err());
    }
}

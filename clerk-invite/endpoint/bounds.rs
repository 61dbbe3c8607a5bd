//! Range and length checks that generated code calls.

use std::fmt::Display;

use crate::endpoint::check::Check;
use crate::endpoint::invalid_request::InvalidRequest;

/// Checks the `#[range]` of an integer.
///
/// # Errors
///
/// `value` is below `min` or above `max`.
pub fn check_range<T: PartialOrd + Display>(
    field: &str,
    value: &T,
    min: Option<T>,
    max: Option<T>,
) -> Result<(), InvalidRequest> {
    let below = min.as_ref().is_some_and(|min| value < min);
    let above = max.as_ref().is_some_and(|max| value > max);
    if below || above {
        let problem = format!("is {value}, expected {}", Expected { min, max });
        return Err(InvalidRequest::new(field, problem));
    }
    Ok(())
}

/// Checks the `#[range]` of a list's length.
///
/// # Errors
///
/// `length` is below `min` or above `max`.
pub fn check_length(
    field: &str,
    length: usize,
    min: Option<usize>,
    max: Option<usize>,
) -> Result<(), InvalidRequest> {
    check_range(field, &length, min, max).map_err(|_| {
        let expected = Expected { min, max };
        InvalidRequest::new(field, format!("has {}, expected {expected}", items(length)))
    })
}

/// Checks the length of a list against its `max_items`.
///
/// # Errors
///
/// The list is empty or longer than `max`.
pub fn check_cap(
    field: &str,
    length: usize,
    max: usize,
    route: &str,
) -> Result<(), InvalidRequest> {
    if (1..=max).contains(&length) {
        return Ok(());
    }
    let expected = if max == 1 { "1 item".to_owned() } else { format!("1 to {max} items") };
    let problem = format!("has {}, expected {expected} for `{route}`", items(length));
    Err(InvalidRequest::new(field, problem))
}

fn items(length: usize) -> String {
    match length {
        0 => "no items".to_owned(),
        1 => "1 item".to_owned(),
        _ => format!("{length} items"),
    }
}

struct Expected<T> {
    min: Option<T>,
    max: Option<T>,
}

impl<T: Display> Display for Expected<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.min, &self.max) {
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("any"),
        }
    }
}

/// Prefixes the path of an inner check's error with `field`.
///
/// # Errors
///
/// The error in `result`, if there is one.
#[inline]
pub fn within(field: &str, result: Result<(), InvalidRequest>) -> Result<(), InvalidRequest> {
    result.map_err(|error| error.inside(field))
}

/// A field whose type may or may not implement [`Check`].
///
/// Method resolution tries [`ViaCheck`] on `&CheckProbe<T>` first and falls back to [`ViaNothing`]
/// where `T` does not implement `Check`.
pub struct CheckProbe<'a, T: ?Sized>(pub &'a T);

/// The check of a field whose type implements [`Check`].
pub trait ViaCheck {
    /// Runs [`Check::check`], under a name that no other trait in scope is likely to have.
    ///
    /// # Errors
    ///
    /// The errors of [`Check::check`].
    fn check_inside(&self) -> Result<(), InvalidRequest>;
}

impl<T: Check + ?Sized> ViaCheck for &CheckProbe<'_, T> {
    fn check_inside(&self) -> Result<(), InvalidRequest> {
        self.0.check()
    }
}

/// The fallback for a field of any other type.
pub trait ViaNothing {
    /// Returns `Ok`.
    ///
    /// # Errors
    ///
    /// Never.
    fn check_inside(&self) -> Result<(), InvalidRequest>;
}

impl<T: ?Sized> ViaNothing for CheckProbe<'_, T> {
    fn check_inside(&self) -> Result<(), InvalidRequest> {
        Ok(())
    }
}

//! Range and length checks that generated code calls.

use std::fmt::Display;

use serde::Serialize;

use crate::endpoint::check::Check;
use crate::endpoint::finite::check_floats;
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
/// Method resolution tries [`ViaCheck`] on `&&CheckProbe<T>` first, then [`ViaSerialize`] on
/// `&CheckProbe<T>`, and falls back to [`ViaNothing`]: a type that does not even serialize is an error
/// elsewhere, and one is enough.
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

impl<T: Check + ?Sized> ViaCheck for &&CheckProbe<'_, T> {
    fn check_inside(&self) -> Result<(), InvalidRequest> {
        self.0.check()
    }
}

/// The check of a field of a type without checks of its own.
pub trait ViaSerialize {
    /// Looks for floats that are NaN or infinite.
    ///
    /// # Errors
    ///
    /// The first such float.
    fn check_inside(&self) -> Result<(), InvalidRequest>;
}

impl<T: Serialize + ?Sized> ViaSerialize for &CheckProbe<'_, T> {
    fn check_inside(&self) -> Result<(), InvalidRequest> {
        check_floats(self.0)
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

//! The checks that run before a request is sent.

use std::collections::{BTreeMap, HashMap};

use crate::endpoint::invalid_request::InvalidRequest;

/// Validation that runs before a request is sent: ranges and item caps, including those of nested
/// items.
///
/// Implemented by [`#[endpoint]`](macro@crate::endpoint) and [`#[params]`](macro@crate::params),
/// and for lists, arrays, maps, options and boxes of such types. Implement it for a type of your own
/// that contains them.
pub trait Check {
    /// Validates every field, in order, up to the first that the API would refuse.
    ///
    /// # Errors
    ///
    /// The path of the field, such as `invitations[3].expires_in_days`, and the expected values.
    fn check(&self) -> Result<(), InvalidRequest>;
}

impl<T: Check + ?Sized> Check for &T {
    fn check(&self) -> Result<(), InvalidRequest> {
        T::check(self)
    }
}

impl<T: Check + ?Sized> Check for Box<T> {
    fn check(&self) -> Result<(), InvalidRequest> {
        T::check(self)
    }
}

/// JSON has neither NaN nor infinity: serializers write `null`, which means something else.
impl Check for f64 {
    fn check(&self) -> Result<(), InvalidRequest> {
        if self.is_finite() {
            return Ok(());
        }
        Err(InvalidRequest::new("", format!("is {self}, expected a finite number")))
    }
}

impl Check for f32 {
    fn check(&self) -> Result<(), InvalidRequest> {
        f64::from(*self).check()
    }
}

impl<T: Check> Check for Option<T> {
    fn check(&self) -> Result<(), InvalidRequest> {
        self.as_ref().map_or(Ok(()), Check::check)
    }
}

impl<T: Check> Check for Vec<T> {
    fn check(&self) -> Result<(), InvalidRequest> {
        let mut items = self.iter().enumerate();
        items.try_for_each(|(index, item)| item.check().map_err(|error| error.inside_item(index)))
    }
}

impl<T: Check, const N: usize> Check for [T; N] {
    fn check(&self) -> Result<(), InvalidRequest> {
        let mut items = self.iter().enumerate();
        items.try_for_each(|(index, item)| item.check().map_err(|error| error.inside_item(index)))
    }
}

impl<K, V: Check> Check for BTreeMap<K, V> {
    fn check(&self) -> Result<(), InvalidRequest> {
        self.values().try_for_each(Check::check)
    }
}

impl<K, V: Check, S> Check for HashMap<K, V, S> {
    fn check(&self) -> Result<(), InvalidRequest> {
        self.values().try_for_each(Check::check)
    }
}

//! "Did you mean": the nearest of the words that would be right.

/// Returns the candidate that `wrong` was most likely meant to be, if one is near enough.
pub(crate) fn nearest<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (similarity(&wrong, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Returns 1 for equal words and 0 for words that share nothing.
///
/// Jaro-Winkler is blind to swapped letters in short words: `mni` has nothing of `min` but its `m`.
fn similarity(wrong: &str, candidate: &str) -> f64 {
    let by_letters = strsim::jaro_winkler(wrong, candidate);
    let one_slip = candidate.len() > 2 && strsim::damerau_levenshtein(wrong, candidate) == 1;
    if one_slip { by_letters.max(0.9) } else { by_letters }
}

/// Returns "; did you mean `x`?".
pub(crate) fn did_you_mean(near: &str) -> String {
    format!("; did you mean `{near}`?")
}

/// Returns "; did you mean `x`?", or ", expected `a`, `b` or `c`" where no candidate is near.
pub(crate) fn hint(wrong: &str, candidates: &[&str]) -> String {
    nearest(wrong, candidates.iter().copied())
        .map_or_else(|| format!(", expected {}", one_of(candidates)), did_you_mean)
}

/// Returns the attribute of ours that this one was meant to be. Far stricter than [`nearest`]: any
/// other attribute may belong to another crate.
pub(crate) fn misspelt(path: &syn::Path, ours: &[&'static str]) -> Option<&'static str> {
    let written = path.get_ident()?.to_string();
    let near = |name: &&&str| {
        let distance = strsim::damerau_levenshtein(&written, name);
        distance > 0 && distance <= name.len() / 4
    };
    ours.iter().find(near).copied()
}

/// Returns the message for a misspelt attribute.
pub(crate) fn unknown_attribute(path: &syn::Path, meant: &str) -> String {
    let written = path.get_ident().map(ToString::to_string).unwrap_or_default();
    format!("unknown attribute `{written}`{}", did_you_mean(meant))
}

/// Returns "`a`, `b` or `c`".
pub(crate) fn one_of(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [rest @ .., last] => {
            let rest: Vec<_> = rest.iter().map(|word| format!("`{word}`")).collect();
            format!("{} or `{last}`", rest.join(", "))
        }
    }
}

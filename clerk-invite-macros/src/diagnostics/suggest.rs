//! "Did you mean": the nearest of the words that would have been right.

/// The candidate that `wrong` was most likely meant to be, if one is near enough.
pub(crate) fn nearest<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&wrong, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// "; did you mean `x`?", or nothing.
pub(crate) fn did_you_mean<'a>(
    wrong: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> String {
    nearest(wrong, candidates).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Which of our attributes this one was meant to be. Far stricter than [`nearest`]: whatever is not
/// ours belongs to somebody else.
pub(crate) fn misspelt(path: &syn::Path, ours: &[&'static str]) -> Option<&'static str> {
    let written = path.get_ident()?.to_string();
    let near = |name: &&&str| {
        let distance = strsim::damerau_levenshtein(&written, name);
        distance > 0 && distance <= name.len() / 4
    };
    ours.iter().find(near).copied()
}

pub(crate) fn unknown_attribute(path: &syn::Path, meant: &str) -> String {
    let written = path.get_ident().map(ToString::to_string).unwrap_or_default();
    format!("unknown attribute `{written}`; did you mean `{meant}`?")
}

/// "`a`, `b` or `c`".
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

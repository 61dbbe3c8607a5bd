//! Names in Rust's cases, from names in any other.

/// Words that Clerk writes in capitals of their own, as one word.
const WORDS: &[(&str, &str)] = &[("OAuth", "Oauth"), ("M2M", "M2m"), ("IdP", "Idp")];

/// The keywords that a field can be named after; the other four cannot be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Splits a name into its words, in lower case: `apiKeyID` into `api`, `key`, `id`.
fn words(name: &str) -> Vec<String> {
    let mut name = name.to_owned();
    for (from, to) in WORDS {
        name = name.replace(from, to);
    }
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for (index, letter) in letters.iter().enumerate() {
        if !letter.is_ascii_alphanumeric() {
            is_open = false;
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(index + 1);
        let starts = letter.is_ascii_uppercase()
            && (before.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                || before.is_some_and(char::is_ascii_uppercase)
                    && after.is_some_and(char::is_ascii_lowercase));
        match words.last_mut() {
            Some(word) if is_open && !starts => word.push(letter.to_ascii_lowercase()),
            _ => words.push(letter.to_ascii_lowercase().to_string()),
        }
        is_open = true;
    }
    words
}

/// Returns `api_key_id` for `apiKeyID`; never empty, and never beginning with a digit.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let name = words(name).join("_");
    match name.chars().next() {
        None => "value".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => name,
    }
}

/// Returns `ApiKeyId` for `api_key_id`; never empty, and never beginning with a digit.
#[must_use]
pub fn pascal_case(name: &str) -> String {
    let capital = |word: &String| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    };
    let name: String = words(name).iter().map(capital).collect();
    match name.chars().next() {
        None => "Value".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) => name,
    }
}

/// Returns the name of a field, as Rust writes it: `r#type` for `type`.
#[must_use]
pub fn field(name: &str) -> String {
    let name = snake_case(name);
    match name.as_str() {
        "self" | "super" | "crate" => name + "_",
        keyword if KEYWORDS.contains(&keyword) => format!("r#{keyword}"),
        _ => name,
    }
}

/// Returns the name that an operation's declaration has: its `operationId`, unless that is not a
/// Rust name of a type.
#[must_use]
pub fn operation(id: &str) -> String {
    let mut letters = id.chars();
    match letters.next() {
        Some(first)
            if first.is_ascii_alphabetic() && id.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            first.to_ascii_uppercase().to_string() + letters.as_str()
        }
        _ => pascal_case(id),
    }
}

#[cfg(test)]
mod tests {
    use super::{field, operation, pascal_case, snake_case};

    #[test]
    fn words_begin_where_a_reader_sees_them() {
        for (name, snake, pascal) in [
            ("apiKeyID", "api_key_id", "ApiKeyId"),
            ("GetOAuthAccessToken", "get_oauth_access_token", "GetOauthAccessToken"),
            ("createM2MToken", "create_m2m_token", "CreateM2mToken"),
            ("ListJWTTemplates", "list_jwt_templates", "ListJwtTemplates"),
            ("x5t#S256", "x5t_s256", "X5tS256"),
            ("verification_otp", "verification_otp", "VerificationOtp"),
            ("CommercePlan-2", "commerce_plan_2", "CommercePlan2"),
            ("JWKS.ed25519.PublicKey", "jwks_ed25519_public_key", "JwksEd25519PublicKey"),
            ("2fa", "n2fa", "N2fa"),
            ("", "value", "Value"),
            ("*", "value", "Value"),
        ] {
            assert_eq!((snake_case(name), pascal_case(name)), (snake.into(), pascal.into()));
        }
    }

    #[test]
    fn keywords_are_raw_where_they_can_be() {
        assert_eq!([field("type"), field("self"), field("apiKey")], ["r#type", "self_", "api_key"]);
    }

    #[test]
    fn a_declaration_is_named_after_its_operation() {
        assert_eq!(
            [operation("createSession"), operation("GetOAuthApplication"), operation("get-x")],
            ["CreateSession", "GetOAuthApplication", "GetX"]
        );
    }
}

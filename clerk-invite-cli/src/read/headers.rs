//! Headers, and the field of an invitation that each names.

/// The field of an invitation that a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Email,
    OrganizationId,
    Role,
    RedirectUrl,
    ExpiresInDays,
    Notify,
    PublicMetadata,
    /// One key of the public metadata.
    MetadataKey(String),
    /// Nothing of the invitation's: it goes into the export and nowhere else.
    Other,
}

impl Field {
    /// Names the field, as the API does.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Email => "email".to_owned(),
            Self::OrganizationId => "organization_id".to_owned(),
            Self::Role => "role".to_owned(),
            Self::RedirectUrl => "redirect_url".to_owned(),
            Self::ExpiresInDays => "expires_in_days".to_owned(),
            Self::Notify => "notify".to_owned(),
            Self::PublicMetadata => "public_metadata".to_owned(),
            Self::MetadataKey(key) => format!("public_metadata.{key}"),
            Self::Other => "kept for the export".to_owned(),
        }
    }

    /// Returns the field that a header names, in any spelling.
    pub(super) fn of(header: &str) -> Self {
        let header = super::address::trim(header);
        if let Some((before, key)) = header.split_once('.')
            && words(before).concat() == "publicmetadata"
            && !key.trim().is_empty()
        {
            return Self::MetadataKey(key.trim().to_owned());
        }
        let words = words(header);
        match words.concat().as_str() {
            "role" => Self::Role,
            "organizationid" | "organisationid" => Self::OrganizationId,
            "redirecturl" => Self::RedirectUrl,
            "expiresindays" => Self::ExpiresInDays,
            "notify" => Self::Notify,
            "publicmetadata" => Self::PublicMetadata,
            _ if !header.contains([',', ';', '\t', '|', '@']) && is_email(words) => Self::Email,
            _ => Self::Other,
        }
    }
}

/// Words for an email address in the languages that have one of their own.
const OTHER_WORDS: [&str; 12] = [
    "courriel",
    "correo",
    "epost",
    "sähköposti",
    "почта",
    "メール",
    "メールアドレス",
    "邮箱",
    "电子邮件",
    "電子郵件",
    "이메일",
    "emailová",
];

/// Words that make a column one *about* an email address.
const ABOUT: [&str; 16] = [
    "verified",
    "unverified",
    "is",
    "has",
    "hash",
    "opt",
    "status",
    "count",
    "date",
    "last",
    "confirmed",
    "bounced",
    "sent",
    "id",
    "type",
    "subject",
];

/// Returns true if the words of a header name an email address: the last of them does.
fn is_email(mut words: Vec<String>) -> bool {
    // `E-mail 1 - Value` is how address books export.
    let is_addition = |word: &String| {
        let known = ["address", "adresse", "adress", "adres", "addr", "value", "required"];
        let kinds = ["work", "home", "private", "business", "primary", "personal", "main"];
        known.contains(&word.as_str())
            || kinds.contains(&word.as_str())
            || word.chars().all(|it| it.is_ascii_digit())
    };
    while words.len() > 1 && words.last().is_some_and(is_addition) {
        words.pop();
    }
    if words.iter().any(|word| ABOUT.contains(&word.as_str())) {
        return false;
    }
    let mut ends = words.iter().rev().map(String::as_str);
    let (last, before) = (ends.next().unwrap_or_default(), ends.next().unwrap_or_default());
    match last {
        "email" | "mail" | "emailaddress" | "mailaddress" | "emailadresse" | "mailadresse"
        | "emails" | "mails" => true,
        // `email_addresses` alone; with a word before, it is a list that somebody exported.
        "addresses" => words.len() == 2 && before == "email",
        "post" => before == "e",
        "electrónico" | "electronico" | "électronique" | "electronique" => {
            ["correo", "adresse"].contains(&before)
        }
        last => OTHER_WORDS.contains(&last),
    }
}

/// Splits into lower-case words: at what is not a letter or digit, and where a capital follows a small
/// letter. `E-Mail` is the word `email`.
fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_inside = false;
    let mut was_lower = false;
    for character in header.chars() {
        if !character.is_alphanumeric() {
            is_inside = false;
            was_lower = false;
            continue;
        }
        let starts = !is_inside || (was_lower && character.is_uppercase());
        was_lower = character.is_lowercase();
        is_inside = true;
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    let mut joined: Vec<String> = Vec::new();
    for word in words {
        match joined.last_mut() {
            Some(before) if before == "e" && word.starts_with("mail") => before.push_str(&word),
            _ => joined.push(word),
        }
    }
    joined
}

/// Returns true if a header is the one that somebody means: ignores case and white space.
pub(super) fn is_named(header: &str, name: &str) -> bool {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    folded(super::address::trim(header)) == folded(super::address::trim(name))
}

/// Returns the header as messages show it. One that is blank or long, or that may be a person's address,
/// is called `column 3`.
pub(super) fn display_name(header: &str, index: usize) -> String {
    let header = super::address::trim(header);
    let is_shown = !header.is_empty()
        && header.chars().count() <= 60
        && !header.contains('@')
        && !header.chars().any(char::is_control);
    if is_shown { header.to_owned() } else { numbered(index) }
}

/// Names a column without a header.
pub(super) fn numbered(index: usize) -> String {
    format!("column {}", index + 1)
}

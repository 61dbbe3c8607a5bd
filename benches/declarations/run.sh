#!/usr/bin/env bash
# Measures `cargo check` of 10, 50 and 250 declarations in one crate, against the same structs and
# calls written by hand with serde and reqwest. Prints the CPU seconds of both and of one endpoint
# more: the least of several runs, taken in turn. Dependencies are not counted.
#
#   benches/declarations/run.sh [RUNS]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
runs=${1:-5}
work="$root/target/declarations"
export CARGO_TARGET_DIR="$work/target" CARGO_TERM_QUIET=true CARGO_INCREMENTAL=0
mkdir -p "$work"

# The same struct both ways: a path parameter, and a body of one required and five optional fields.
ours() {
  echo '//! Declared.'
  echo '#![deny(missing_docs)]'
  echo 'use clerk_invite::{Metadata, OrganizationId, endpoint};'
  echo '/// The answer.'
  echo '#[derive(Debug, clerk_invite::serde::Deserialize)] #[serde(crate = "clerk_invite::serde")]'
  echo 'pub struct Answer { /// Its id.'
  echo 'pub id: String }'
  for n in $(seq "$1"); do
    cat <<END
/// Endpoint number $n.
#[endpoint(POST, "/organizations/{organization_id}/things_$n", rate_limit = "100/hour")]
#[returns(Answer)]
pub struct CreateThing$n {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Option<String>,
    /// Where to go.
    pub redirect_url: Option<String>,
    /// Whether to tell.
    pub notify: Option<bool>,
    /// For how long, 1 to 365.
    #[range(min = 1, max = 365)]
    pub expires_in_days: Option<u32>,
    /// More about it.
    pub public_metadata: Option<Metadata>,
}
END
  done
}

by_hand() {
  echo '//! By hand.'
  echo '#![deny(missing_docs)]'
  echo 'use serde::{Deserialize, Serialize};'
  echo '/// The answer.'
  echo '#[derive(Debug, Deserialize)]'
  echo 'pub struct Answer { /// Its id.'
  echo 'pub id: String }'
  for n in $(seq "$1"); do
    cat <<END
/// Endpoint number $n.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreateThing$n {
    /// The organization.
    #[serde(skip)]
    pub organization_id: String,
    /// The name.
    pub name: String,
    /// The role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where to go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    /// Whether to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<bool>,
    /// For how long, 1 to 365.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u32>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Sends it.
///
/// # Errors
///
/// Whatever reqwest says.
pub async fn create_thing_$n(
    http: &reqwest::Client,
    key: &str,
    request: &CreateThing$n,
) -> Result<Answer, reqwest::Error> {
    let id = &request.organization_id;
    http.post(format!("https://api.clerk.com/v1/organizations/{id}/things_$n"))
        .bearer_auth(key)
        .header("Clerk-API-Version", "2026-05-12")
        .json(request)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await
}
END
  done
}

# CPU seconds of checking the crate alone, its dependencies being checked already.
measure() {
  local crate="$work/$1-$2" time
  touch "$crate/src/lib.rs"
  time=$(
    cd "$crate"
    TIMEFORMAT='%U %S'
    { time cargo check >"$work/log" 2>&1; } 2>&1
  ) || { cat "$work/log"; exit 1; }
  awk '{ print $1 + $2 }' <<<"$time"
}

for count in 1 10 50 250; do
  for kind in ours by_hand; do
    crate="$work/$kind-$count"
    mkdir -p "$crate/src"
    "$kind" "$count" >"$crate/src/lib.rs"
    {
      printf '[package]\nname = "%s-%s"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n[dependencies]\n' "$kind" "$count"
      if [ "$kind" = ours ]; then
        printf 'clerk-invite = { path = "%s", default-features = false, features = ["client"] }\n' "$root"
      else
        printf 'reqwest = { version = "0.13", default-features = false, features = ["json"] }\n'
        printf 'serde = { version = "1", features = ["derive"] }\nserde_json = "1"\n'
      fi
    } >"$crate/Cargo.toml"
    cp "$root/Cargo.lock" "$crate/Cargo.lock"
    (cd "$crate" && cargo check --quiet)
  done
done

declare -A least
for _ in $(seq "$runs"); do
  for count in 1 10 50 250; do
    for kind in ours by_hand; do
      time=$(measure "$kind" "$count")
      key="$kind-$count"
      least[$key]=$(awk -v a="${least[$key]:-999}" -v b="$time" 'BEGIN { print a < b ? a : b }')
    done
  done
done

echo '| declarations | ours, CPU s | by hand, CPU s | ours, ms each | by hand, ms each | ratio |'
echo '|---|---|---|---|---|---|'
for count in 10 50 250; do
  awk -v n="$count" -v o="${least[ours-$count]}" -v h="${least[by_hand-$count]}" \
    -v o1="${least[ours-1]}" -v h1="${least[by_hand-1]}" 'BEGIN {
    a = (o - o1) / (n - 1) * 1000; b = (h - h1) / (n - 1) * 1000
    printf "| %d | %.2f | %.2f | %.1f | %.1f | %.2f |\n", n, o, h, a, b, a / b }'
done

//! The behavior that all lists share, tried on each of them.

use super::*;

const ALL: &str = "/organization_invitations";
const OF_USER: &str = "/users/user_000000000000000000000000001/organization_invitations";
const PAGINATED: &str = "/invitations?paginated=true";

/// Each list with what comes before another parameter.
const LISTS: [(&str, char); 5] =
    [(PAGINATED, '&'), (ALL, '?'), (OF_ORGANIZATION, '?'), (WAITLIST, '?'), (OF_USER, '?')];

/// Lists and paths to create what is in them; the user's own list has one person only.
const PEOPLE: [(&str, char, &str); 4] = [
    (PAGINATED, '&', SINGLE),
    (ALL, '?', OF_ORGANIZATION),
    (OF_ORGANIZATION, '?', OF_ORGANIZATION),
    (WAITLIST, '?', WAITLIST),
];

fn person(path: &str, address: &str) -> Value {
    let mut body = json!({ "email_address": address });
    if path == OF_ORGANIZATION {
        body["role"] = json!("org:member");
    }
    body
}

/// One after the other, a second apart.
async fn create_all(clerk: &FakeClerk, path: &str, addresses: &[&str]) {
    for address in addresses {
        create(clerk, path, person(path, address)).await;
        clerk.advance(Duration::from_secs(1));
    }
}

/// The local parts that are listed, in order, and the total count.
async fn listed(clerk: &FakeClerk, path: &str) -> (String, u64) {
    let (status, body) = get(clerk, path).await;
    assert_eq!(status, 200, "{path} {body}");
    (names(&body["data"]), body["total_count"].as_u64().unwrap())
}

fn names(list: &Value) -> String {
    let name = |item: &Value| item["email_address"].as_str().unwrap().replace("@example.com", "");
    list.as_array().unwrap().iter().map(name).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn created_invitations_are_listed_newest_first() {
    for (list, _, path) in PEOPLE {
        let clerk = FakeClerk::start().await.unwrap();
        assert_eq!(listed(&clerk, list).await, (String::new(), 0));
        create_all(&clerk, path, &["b@example.com", "a@example.com", "c@example.com"]).await;
        assert_eq!(listed(&clerk, list).await, ("c a b".to_owned(), 3), "{list}");
    }
}

#[tokio::test]
async fn pages_are_cut_from_the_list_and_the_count_is_the_whole_lists() {
    for (list, and, path) in PEOPLE {
        let clerk = FakeClerk::start().await.unwrap();
        let addresses: Vec<_> = (10..22).map(|n| format!("{n}@example.com")).collect();
        let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
        create_all(&clerk, path, &addresses).await;
        for (page, expected) in [
            ("", "21 20 19 18 17 16 15 14 13 12"),
            ("&limit=2", "21 20"),
            ("&limit=2&offset=3", "18 17"),
            ("&limit=500&offset=10", "11 10"),
            ("&offset=12", ""),
            ("&offset=9223372036854775807", ""),
            ("&limit=1&offset=0", "21"),
        ] {
            let path = format!("{list}{and}order_by=-created_at{page}");
            assert_eq!(listed(&clerk, &path).await, (expected.to_owned(), 12), "{path}");
        }
    }
}

#[tokio::test]
async fn limit_and_offset_are_numbers_in_their_ranges() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("a@example.com");
    for (list, and) in LISTS {
        for (parameters, expected) in [
            ("limit=0", &["form_param_value_invalid limit"][..]),
            ("limit=501", &["form_param_value_invalid limit"]),
            ("limit=-1", &["form_param_value_invalid limit"]),
            ("limit=99999999999999999999", &["form_param_value_invalid limit"]),
            ("limit=ten", &["form_param_type_invalid limit"]),
            ("limit=1.5", &["form_param_type_invalid limit"]),
            ("limit", &["form_param_type_invalid limit"]),
            ("offset=-1", &["form_param_value_invalid offset"]),
            ("offset=x", &["form_param_type_invalid offset"]),
            (
                "offset=x&limit=0&status=lost",
                &[
                    "form_param_value_invalid status",
                    "form_param_value_invalid limit",
                    "form_param_type_invalid offset",
                ],
            ),
        ] {
            let (status, body) = get(&clerk, &format!("{list}{and}{parameters}")).await;
            assert_eq!(status, 422, "{list}{and}{parameters}");
            assert_eq!(codes(&body), expected, "{list}{and}{parameters}");
        }
    }
}

#[tokio::test]
async fn a_list_is_ordered_by_what_its_operation_knows() {
    for (list, and, path) in PEOPLE {
        let clerk = FakeClerk::start().await.unwrap();
        create_all(&clerk, path, &["b@example.com", "C@example.com", "a@example.com"]).await;
        for (order_by, expected) in [
            ("created_at", "b C a"),
            ("%2Bcreated_at", "b C a"),
            ("+created_at", "b C a"),
            ("-created_at", "a C b"),
            ("email_address", "a b C"),
            ("%2Bemail_address", "a b C"),
            ("+email_address", "a b C"),
            ("-email_address", "C b a"),
            ("%2Demail_address", "C b a"),
        ] {
            let path = format!("{list}{and}order_by={order_by}");
            assert_eq!(listed(&clerk, &path).await.0, expected, "{path}");
        }
    }
}

#[tokio::test]
async fn equal_keys_keep_the_order_of_creation_and_a_minus_reverses_it() {
    tokio::time::pause();
    for (list, and, path) in PEOPLE {
        let clerk = FakeClerk::start().await.unwrap();
        for address in ["c@example.com", "a@example.com", "b@example.com"] {
            create(&clerk, path, person(path, address)).await;
        }
        for (order_by, expected) in [("created_at", "c a b"), ("-created_at", "b a c")] {
            let path = format!("{list}{and}order_by={order_by}");
            assert_eq!(listed(&clerk, &path).await.0, expected, "{path}");
        }
        assert_eq!(listed(&clerk, list).await.0, "b a c");
    }
}

#[tokio::test]
async fn an_order_is_refused_that_the_operation_does_not_know() {
    let clerk = FakeClerk::start().await.unwrap();
    let all = ["created_at", "email_address", "expires_at", "invited_at", "updated_at", "", "--id"];
    let path = format!("{OF_USER}?order_by=lost");
    clerk.add_user("a@example.com");
    assert_eq!(get(&clerk, &path).await.0, 200, "not a parameter of this operation");
    for (list, and, known) in [
        (PAGINATED, '&', &all[..3]),
        (ALL, '?', &all[..2]),
        (OF_ORGANIZATION, '?', &all[..2]),
        (WAITLIST, '?', &["created_at", "email_address", "invited_at"]),
    ] {
        for order_by in all {
            let (status, body) = get(&clerk, &format!("{list}{and}order_by=-{order_by}")).await;
            if known.contains(&order_by) {
                assert_eq!(status, 200, "{list} {order_by}");
            } else {
                let expected = vec!["form_param_value_invalid order_by".to_owned()];
                assert_eq!((status, codes(&body)), (422, expected), "{list} {order_by}");
            }
        }
    }
}

#[tokio::test]
async fn invitations_can_be_ordered_by_when_they_expire() {
    let clerk = FakeClerk::start().await.unwrap();
    for (address, days) in [("b@example.com", 2), ("c@example.com", 3), ("a@example.com", 1)] {
        let body = json!({ "email_address": address, "expires_in_days": days });
        create(&clerk, SINGLE, body).await;
    }
    assert_eq!(listed(&clerk, "/invitations?paginated=true&order_by=expires_at").await.0, "a b c");
    assert_eq!(listed(&clerk, "/invitations?paginated=true&order_by=-expires_at").await.0, "c b a");
}

#[tokio::test]
async fn a_query_finds_a_part_of_the_address_or_the_whole_id() {
    for (list, and, path) in PEOPLE.into_iter().filter(|(list, ..)| *list != OF_ORGANIZATION) {
        let clerk = FakeClerk::start().await.unwrap();
        create_all(&clerk, path, &["Ada+x@example.com", "bob@example.com", "ada@other.org"]).await;
        let (_, body) = get(&clerk, list).await;
        let id = body["data"][1]["id"].as_str().unwrap();
        for (query, expected) in [
            ("aDA", "ada@other.org Ada+x"),
            ("ada%2Bx%40EXAMPLE", "Ada+x"),
            ("example.com", "bob Ada+x"),
            ("ada+x", ""),
            ("nobody", ""),
            ("", "ada@other.org bob Ada+x"),
            (id, if list == "/organization_invitations" { "" } else { "bob" }),
            (&id[..id.len() - 1], ""),
        ] {
            let path = format!("{list}{and}query={query}");
            let count = expected.split_whitespace().count() as u64;
            assert_eq!(listed(&clerk, &path).await, (expected.to_owned(), count), "{path}");
        }
    }
}

#[tokio::test]
async fn an_organizations_list_is_filtered_by_the_whole_address() {
    let clerk = FakeClerk::start().await.unwrap();
    create_all(&clerk, OF_ORGANIZATION, &["Ada@example.com", "bob@example.com"]).await;
    for (address, expected) in
        [("ada%40EXAMPLE.com", "Ada"), ("ada", ""), ("", ""), ("c@example.com", "")]
    {
        let path = format!("{OF_ORGANIZATION}?email_address={address}");
        assert_eq!(listed(&clerk, &path).await.0, expected, "{path}");
    }
    let path = format!("{OF_ORGANIZATION}?query=nobody");
    assert_eq!(listed(&clerk, &path).await.1, 2, "not a parameter of this operation");
}

#[tokio::test]
async fn of_a_repeated_parameter_the_last_one_counts() {
    let clerk = FakeClerk::start().await.unwrap();
    create_all(&clerk, SINGLE, &["a@example.com", "b@example.com"]).await;
    assert_eq!(listed(&clerk, &format!("{PAGINATED}&limit=x&limit=1")).await.0, "b");
    assert_eq!(listed(&clerk, &format!("{PAGINATED}&status=lost&status=pending")).await.1, 2);
}

#[tokio::test]
async fn a_list_of_invitations_is_bare_unless_it_is_paginated() {
    let clerk = FakeClerk::start().await.unwrap();
    create_all(&clerk, SINGLE, &["a@example.com", "b@example.com"]).await;
    for path in [SINGLE, "/invitations?paginated=false", "/invitations?unknown=x"] {
        assert_eq!(names(&get(&clerk, path).await.1), "b a", "{path}");
    }
    assert_eq!(names(&get(&clerk, "/invitations?limit=1").await.1), "b");
    let (_, body) = get(&clerk, "/invitations?paginated=true&limit=1").await;
    assert_eq!((names(&body["data"]).as_str(), &body["total_count"]), ("b", &json!(2)));
    assert_eq!(body.as_object().unwrap().len(), 2);

    let (status, body) = get(&clerk, "/invitations?paginated=yes").await;
    assert_eq!((status, codes(&body)), (422, vec!["form_param_type_invalid paginated".to_owned()]));
}

#[tokio::test]
async fn asking_changes_nothing_and_needs_no_content_type() {
    let clerk = FakeClerk::start().await.unwrap();
    clerk.add_user("a@example.com");
    create_all(&clerk, SINGLE, &["a2@example.com"]).await;
    for (list, _) in LISTS {
        let before = get(&clerk, list).await;
        let received = clerk.received().pop().unwrap();
        assert!(!received.headers.contains_key("content-type"));
        assert_eq!((before.0, received.carried_out), (200, false), "{list}");
        assert_eq!(get(&clerk, list).await, before);
    }
}

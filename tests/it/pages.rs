//! Lists: one page of either shape, and the stream over all pages.

use clerk_invite::{
    CreateInvitation, Delivery, FakeClerk, InvitationStatus, ListInvitations,
    ListOrganizationInvitations, Page, endpoint,
};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;

use crate::server::{self, Server};

/// Serves these bodies one after the other, and then an error.
async fn serving(bodies: Vec<String>) -> Server {
    Server::doing(move |mut stream, log| {
        let bodies = bodies.clone();
        async move {
            while server::read(&mut stream, &log).await {
                let answer = match bodies.get(log.len() - 1) {
                    Some(body) => {
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                    }
                    None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
                };
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        }
    })
    .await
}

fn invitation(number: u64) -> Value {
    json!({
        "object": "invitation",
        "id": format!("inv_{number}"),
        "email_address": format!("{number}@example.com"),
        "public_metadata": { "number": number },
        "status": "pending",
        "created_at": 0,
        "updated_at": 0,
    })
}

fn bare(numbers: impl IntoIterator<Item = u64>) -> String {
    numbers.into_iter().map(invitation).collect::<Value>().to_string()
}

fn counted(numbers: impl IntoIterator<Item = u64>, total: u64) -> String {
    let data: Value = numbers.into_iter().map(invitation).collect();
    json!({ "data": data, "total_count": total }).to_string()
}

/// The query of each request.
fn queries(server: &Server) -> Vec<String> {
    let query = |request: server::Received| {
        request.target().split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
    };
    server.received().into_iter().map(query).collect()
}

async fn ids(server: &Server, request: ListInvitations) -> Vec<String> {
    let client = server.client();
    let mut items = client.stream(request);
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.expect("an invitation").id.into_string());
    }
    ids
}

fn expected(numbers: impl IntoIterator<Item = u64>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("inv_{number}")).collect()
}

#[tokio::test]
async fn one_page_in_both_shapes() {
    let server = serving(vec![bare(1..3), counted(1..3, 7)]).await;
    let page = server.client().list_invitations(ListInvitations::new()).await.expect("a page");
    assert_eq!((page.items.len(), page.total), (2, None));
    let request = ListInvitations::new().paginated(true).status(InvitationStatus::Pending);
    let page = server.client().list_invitations(request.limit(2)).await.expect("a page");
    assert_eq!((page.items.len(), page.total), (2, Some(7)));
    assert_eq!(queries(&server), ["", "status=pending&paginated=true&limit=2"]);
    assert_eq!(page.into_iter().map(|i| i.id.into_string()).collect::<Vec<_>>(), expected(1..3));
}

#[tokio::test]
async fn all_pages_until_a_short_one_or_the_total() {
    let server = serving(vec![bare(0..500), bare(500..700)]).await;
    assert_eq!(ids(&server, ListInvitations::new()).await, expected(0..700));
    assert_eq!(queries(&server), ["limit=500", "limit=500&offset=500"]);

    // The total says that there is no third page, although the second one is full.
    let server = serving(vec![counted(0..2, 4), counted(2..4, 4)]).await;
    let request = ListInvitations::new().paginated(true).limit(2);
    assert_eq!(ids(&server, request).await, expected(0..4));
    assert_eq!(server.received().len(), 2);

    // Without a total, only an empty page or a short one does.
    let server = serving(vec![bare(0..2), bare(2..4), bare(0..0)]).await;
    assert_eq!(ids(&server, ListInvitations::new().limit(2)).await, expected(0..4));
    assert_eq!(server.received().len(), 3);

    // A server that gives less than it was asked for, and says that there is more.
    let server = serving(vec![counted(0..1, 3), counted(1..3, 3)]).await;
    assert_eq!(ids(&server, ListInvitations::new().offset(0)).await, expected(0..3));
    assert_eq!(queries(&server), ["limit=500&offset=0", "limit=500&offset=1"]);
}

#[tokio::test]
async fn it_begins_where_the_request_says() {
    let server = serving(vec![bare([])]).await;
    assert_eq!(ids(&server, ListInvitations::new().limit(7).offset(30)).await, expected([]));
    assert_eq!(queries(&server), ["limit=7&offset=30"]);
}

#[tokio::test]
async fn items_that_shift_to_the_next_page_come_once() {
    // While the first page was read, two were added in front.
    let server = serving(vec![counted(0..3, 5), counted(1..4, 7), counted([4], 7)]).await;
    let request = ListInvitations::new().limit(3);
    assert_eq!(ids(&server, request).await, expected(0..5));
    assert_eq!(queries(&server), ["limit=3", "limit=3&offset=3", "limit=3&offset=6"]);
}

#[tokio::test]
async fn a_server_that_does_not_count_in_pages_is_not_asked_for_ever() {
    // All there is, whatever was asked for.
    let server = serving(vec![bare(0..30); 9]).await;
    assert_eq!(ids(&server, ListInvitations::new().limit(10)).await, expected(0..30));
    assert_eq!(server.received().len(), 1);

    // As many as were asked for, by chance.
    let server = serving(vec![bare(0..10); 9]).await;
    assert_eq!(ids(&server, ListInvitations::new().limit(10)).await, expected(0..10));
    assert_eq!(server.received().len(), 3);

    // A total that is never reached.
    let server = serving(vec![counted(0..5, 1_000_000); 9]).await;
    assert_eq!(ids(&server, ListInvitations::new()).await, expected(0..5));
    assert_eq!(server.received().len(), 3);

    // A list that grew by a whole page, once.
    let server = serving(vec![bare(2..4), bare(2..4), bare(4..5)]).await;
    assert_eq!(ids(&server, ListInvitations::new().limit(2)).await, expected(2..5));
}

#[tokio::test]
async fn an_offset_beyond_its_type_is_the_end() {
    #[endpoint(GET, "/things")]
    #[returns(Page<Value>)]
    struct ListThings {
        limit: Option<u8>,
        offset: Option<u8>,
    }
    let server = serving(vec!["[1,2]".to_owned(); 9]).await;
    let client = server.client();
    let mut things = client.stream(ListThings::new().limit(2).offset(252));
    let mut count = 0;
    while let Some(thing) = things.next().await {
        thing.expect("a thing");
        count += 1;
    }
    assert_eq!((count, server.received().len()), (4, 2));
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_polled_nor_after_it_is_left() {
    let server = serving(vec![bare(0..2), bare(2..4)]).await;
    let client = server.client();
    let mut items = client.stream(ListInvitations::new().limit(2));
    assert_eq!(server.received().len(), 0);
    for _ in 0..2 {
        items.next().await.expect("an item").expect("an invitation");
        assert_eq!(server.received().len(), 1);
    }
    assert!(!format!("{items:?}").contains("example.com"));
    drop(items);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_error_ends_it() {
    let server = serving(vec![bare(0..2)]).await;
    let client = server.client();
    let mut items = client.stream(ListInvitations::new().limit(2));
    let mut results = Vec::new();
    while let Some(item) = items.next().await {
        results.push(item);
    }
    assert_eq!(results.len(), 3);
    let error = results.pop().expect("the last").expect_err("no second page");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert!(error.to_string().contains("ListInvitations"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 2);

    // An invalid request is the error of the first item.
    let mut items = client.stream(ListInvitations::new().limit(501));
    let error = items.next().await.expect("an error").expect_err("501 at a time");
    assert_eq!(error.delivery(), Delivery::NotSent);
}

#[tokio::test]
async fn a_dropped_next_loses_nothing() {
    let server = serving(vec![bare(0..2)]).await;
    let client = server.client();
    let mut items = client.stream(ListInvitations::new());
    {
        let next = items.next();
        tokio::pin!(next);
        // Polled once: the page is under way.
        let mut polled = std::pin::pin!(next);
        std::future::poll_fn(|cx| {
            assert!(polled.as_mut().poll(cx).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
    }
    for number in 0..2 {
        let item = items.next().await.expect("an item").expect("an invitation");
        assert_eq!(item.id, format!("inv_{number}"));
    }
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_declaration_of_another_crate_is_read_page_by_page() {
    /// Things.
    #[endpoint(GET, "/things")]
    #[returns(Page<Value>)]
    struct ListThings {
        #[rename = "limit"]
        at_most: Option<u8>,
        offset: Option<i64>,
    }
    // Without ids, items cannot be told apart.
    let server = serving(vec![r#"[1, {"id": 2}]"#.into(), "[1]".into()]).await;
    let client = server.client();
    let mut things = client.stream(ListThings::new().at_most(2));
    let mut found = Vec::new();
    while let Some(thing) = things.next().await {
        found.push(thing.expect("a thing"));
    }
    assert_eq!(found, [json!(1), json!({ "id": 2 }), json!(1)]);
    assert_eq!(queries(&server), ["limit=2", "limit=2&offset=2"]);
}

#[tokio::test]
async fn the_fake_is_read_to_its_end() {
    let fake = FakeClerk::start().await.expect("a server");
    fake.remove_rate_limits();
    let clerk = fake.client();
    for number in 0..7 {
        let request = CreateInvitation::new(format!("{number}@example.com"));
        clerk.create_invitation(request).await.expect("an invitation");
    }
    let mut items = clerk.stream(ListInvitations::new().order_by("+created_at").limit(3));
    let mut addresses = Vec::new();
    while let Some(item) = items.next().await {
        addresses.push(item.expect("an invitation").email_address.into_string());
    }
    let expected: Vec<_> = (0..7).map(|number| format!("{number}@example.com")).collect();
    assert_eq!(addresses, expected);

    let mut items = clerk.stream(ListOrganizationInvitations::new(FakeClerk::ORGANIZATION_ID));
    assert!(items.next().await.is_none());
}

//! The fake's state, as a test inspects it without HTTP.

use super::*;

#[tokio::test(start_paused = true)]
async fn invitations_are_listed_in_order_with_what_became_of_them() {
    let clerk = FakeClerk::start().await.unwrap();
    let start = clerk.now().as_millis();
    post(&clerk, SINGLE, json!({ "email_address": "Ada@example.com", "expires_in_days": 1 })).await;
    clerk.advance(Duration::from_secs(1));
    post(&clerk, ORGANIZATION, json!([{ "email_address": "ada@example.com", "role": "org:r" }]))
        .await;
    post(&clerk, BULK, items(2)).await;
    post(&clerk, BULK, items(2)).await;

    let shown = |clerk: &FakeClerk| {
        let created = clerk.invitations().into_iter();
        let shown = created.map(|one| {
            let id = one.id.replace("00000000000000000000000000", "");
            let to = format!("{}{}", one.email_address, one.organization_id.unwrap_or_default());
            let times = [one.created_at, one.expires_at].map(|time| time.as_millis() - start);
            format!("{id} {to} {} {times:?}", one.status)
        });
        shown.collect::<Vec<_>>()
    };
    let month = 1000 + 30 * DAY;
    let mut expected = [
        format!("inv_1 Ada@example.com pending [0, {DAY}]"),
        format!("orginv_2 ada@example.comorg_123 pending [1000, {month}]"),
        format!("inv_3 0@example.com pending [1000, {month}]"),
        format!("inv_4 1@example.com pending [1000, {month}]"),
    ];
    assert_eq!(shown(&clerk), expected);
    assert_eq!(clerk.invitations_to("ADA@example.com"), 2);

    clerk.advance(Duration::from_secs(86_399));
    expected[0] = expected[0].replace("pending", "expired");
    assert_eq!(shown(&clerk), expected);
}

#[tokio::test]
async fn a_request_can_be_waited_for() {
    let clerk = Arc::new(FakeClerk::start().await.unwrap());
    let waiting = |index| {
        let clerk = Arc::clone(&clerk);
        tokio::spawn(async move { clerk.nth_received(index).await.path })
    };
    let (second, first, also_second) = (waiting(1), waiting(0), waiting(1));
    tokio::task::yield_now().await;
    request(&clerk, Method::GET, "/first").send().await.unwrap();
    assert_eq!(first.await.unwrap(), "/v1/first");
    assert!(!second.is_finished());
    request(&clerk, Method::GET, "/second").send().await.unwrap();
    assert_eq!(
        (second.await.unwrap(), also_second.await.unwrap()),
        ("/v1/second".into(), "/v1/second".into())
    );
    assert_eq!(clerk.nth_received(0).await.path, "/v1/first", "long gone");
}

#[tokio::test]
async fn a_received_request_names_its_operation() {
    let clerk = FakeClerk::start().await.unwrap();
    let to = |rest: &str| format!("/organizations/org_123/invitations{rest}");
    for (method, path, operation) in [
        (Method::GET, SINGLE.to_owned(), Some(Operation::ListInvitations)),
        (Method::POST, SINGLE.to_owned(), Some(Operation::CreateInvitation)),
        (Method::POST, BULK.to_owned(), Some(Operation::CreateInvitationBulk)),
        (Method::POST, "/invitations/x/revoke".to_owned(), Some(Operation::RevokeInvitation)),
        (Method::DELETE, "/invitations/x".to_owned(), Some(Operation::DeleteInvitation)),
        (
            Method::GET,
            "/organization_invitations".to_owned(),
            Some(Operation::ListInstanceOrganizationInvitations),
        ),
        (Method::GET, to(""), Some(Operation::ListOrganizationInvitations)),
        (Method::POST, to(""), Some(Operation::CreateOrganizationInvitation)),
        (Method::POST, to("/bulk"), Some(Operation::CreateOrganizationInvitationBulk)),
        (Method::GET, to("/x"), Some(Operation::GetOrganizationInvitation)),
        (Method::POST, to("/x/revoke"), Some(Operation::RevokeOrganizationInvitation)),
        (
            Method::GET,
            "/users/x/organization_invitations".to_owned(),
            Some(Operation::ListUserOrganizationInvitations),
        ),
        (Method::GET, WAITLIST.to_owned(), Some(Operation::ListWaitlistEntries)),
        (Method::POST, WAITLIST.to_owned(), Some(Operation::CreateWaitlistEntry)),
        (Method::POST, format!("{WAITLIST}/bulk"), Some(Operation::CreateWaitlistEntryBulk)),
        (Method::DELETE, format!("{WAITLIST}/x"), Some(Operation::DeleteWaitlistEntry)),
        (Method::POST, format!("{WAITLIST}/x/invite"), Some(Operation::InviteWaitlistEntry)),
        (Method::POST, format!("{WAITLIST}/x/reject"), Some(Operation::RejectWaitlistEntry)),
        (Method::POST, "/organizations".to_owned(), None),
        (Method::PUT, SINGLE.to_owned(), None),
    ] {
        request(&clerk, method, &path).send().await.unwrap();
        assert_eq!(clerk.received().pop().unwrap().operation, operation, "{path}");
    }
}

#[tokio::test]
async fn debug_of_an_invitation_shows_no_address() {
    let clerk = FakeClerk::start().await.unwrap();
    post(&clerk, SINGLE, json!({ "email_address": "ada@example.com" })).await;
    let shown = format!("{:?} {:#?}", clerk.invitations(), clerk.invitations());
    assert!(shown.contains("inv_") && shown.contains("Pending"), "{shown}");
    assert!(!shown.contains("ada"), "{shown}");
}

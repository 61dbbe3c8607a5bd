//! All shapes of call.

use clerk_invite::{
    Client, Codec, CreateInvitationBulk, CreateOrganizationInvitationBulk, ListInvitations, http,
};
use common::{ERROR, LIMITED, ORGANIZATION, PAGE, Run, shape};

use crate::requests::{invitation, invitations, organization_invitations};

/// `nowhere` is a client with a resolver that refuses.
pub async fn shapes(run: &Run, client: &Client, nowhere: &Client, codec: &Codec) {
    let (payload, people, count) = (run.payload(), common::people(), run.count);
    let bulk = CreateInvitationBulk::new(invitations(payload, &people));
    let of = |organization| {
        let members = organization_invitations(payload, &people);
        CreateOrganizationInvitationBulk::new(organization, members)
    };
    let (organization_bulk, limited) = (of(ORGANIZATION), of(LIMITED));

    shape("bulk", count, async || client.send(&bulk).await.expect("ten")).await;
    shape("bulk_made", count, async || {
        client.create_invitation_bulk(invitations(payload, &people)).await.expect("ten")
    })
    .await;
    shape("single", count, async || {
        client.create_invitation(invitation(payload, &people[0])).await.expect("one")
    })
    .await;
    shape("org_bulk", count, async || client.send(&organization_bulk).await.expect("ten")).await;
    shape("limited", count, async || {
        let error = client.send(&limited).await.expect_err("429");
        assert_eq!(error.code(), Some("too_many_requests"));
        error
    })
    .await;
    let limit = u32::try_from(PAGE).expect("small");
    shape("page", count.div_ceil(20), async || {
        let request = ListInvitations::new().paginated(true).limit(limit);
        client.send(request).await.expect("a page")
    })
    .await;
    shape("refused", count, async || nowhere.send(&bulk).await.expect_err("nobody is there")).await;
    shape("build", count, async || {
        codec.encode(&CreateInvitationBulk::new(invitations(payload, &people))).expect("valid")
    })
    .await;
    shape("encode", count, async || codec.encode(&bulk).expect("valid")).await;

    let response = http::Response::new(common::reply(payload).into());
    shape("decode", count, async || codec.decode(&bulk, &response).expect("ten")).await;
    let response = http::Response::new(common::organization_reply(payload).into());
    shape("decode_org", count, async || codec.decode(&organization_bulk, &response).expect("ten"))
        .await;
    let mut response = http::Response::new(ERROR.into());
    *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
    let single = invitation(payload, &people[0]);
    shape("decode_error", count, async || {
        let error = codec.decode(&single, &response).expect_err("429");
        assert_eq!(error.code(), Some("too_many_requests"));
        error
    })
    .await;
    shape("stream", count.div_ceil(100), async || {
        let mut items = client.stream(ListInvitations::new());
        let mut read = 0;
        while let Some(item) = items.next().await {
            std::hint::black_box(item.expect("an item"));
            read += 1;
        }
        assert_eq!(read, common::LIST);
    })
    .await;
    // Last, since it leaves the heap in pieces, which the others would pay for.
    shape("limited_shown", count, async || {
        client.send(&limited).await.expect_err("429").to_string()
    })
    .await;
}

//! All shapes of call.

use common::{LIMITED, ORGANIZATION, PAGE, Run, shape};

use crate::calls::Calls;
use crate::models::{
    ErrorBody, Invitation, OrganizationInvitation, Page, invitation, invitations,
    organization_invitations,
};

/// `nowhere` is the same with a resolver that refuses.
pub async fn shapes(run: &Run, clerk: &impl Calls, nowhere: &impl Calls) {
    let (payload, people, count) = (run.payload(), common::people(), run.count);
    let prepared = invitations(payload, &people);
    let members = organization_invitations(payload, &people);

    shape("bulk", count, async || clerk.create_invitations(&prepared).await.expect("ten")).await;
    shape("bulk_made", count, async || {
        clerk.create_invitations(&invitations(payload, &people)).await.expect("ten")
    })
    .await;
    shape("single", count, async || {
        clerk.create_invitation(&invitation(payload, &people[0])).await.expect("one")
    })
    .await;
    shape("org_bulk", count, async || {
        clerk.create_organization_invitations(ORGANIZATION, &members).await.expect("ten")
    })
    .await;
    shape("limited", count, async || {
        clerk.create_organization_invitations(LIMITED, &members).await.expect_err("429")
    })
    .await;
    shape("page", count.div_ceil(20), async || {
        clerk.list(u32::try_from(PAGE).expect("small")).await.expect("a page")
    })
    .await;
    shape("refused", count, async || {
        nowhere.create_invitations(&prepared).await.expect_err("nobody is there")
    })
    .await;
    shape("build", count, async || clerk.request(&invitations(payload, &people)).expect("valid"))
        .await;
    shape("encode", count, async || clerk.request(&prepared).expect("valid")).await;

    let body = common::reply(payload);
    shape("decode", count, async || {
        clerk.read::<Vec<Invitation>>(body.as_bytes()).expect("ten invitations")
    })
    .await;
    let body = common::organization_reply(payload);
    shape("decode_org", count, async || {
        clerk.read::<Page<OrganizationInvitation>>(body.as_bytes()).expect("ten invitations")
    })
    .await;
    shape("decode_error", count, async || {
        clerk.read::<ErrorBody>(common::ERROR.as_bytes()).expect("an error")
    })
    .await;
    // Of one page, without sending anything: what a stream must do at least.
    let body = common::page(payload, 0, false);
    shape("stream", count.div_ceil(20), async || {
        clerk.read::<Vec<Invitation>>(body.as_bytes()).expect("a page")
    })
    .await;
}

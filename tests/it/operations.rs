//! Every operation beside the three that create most invitations, through the client's methods.

use clerk_invite::fake::FakeClerk;
use clerk_invite::{
    Client, CreateInvitation, CreateOrganizationInvitation, CreateWaitlistEntry, InvalidRequest,
    Invitation, InvitationStatus, InviteWaitlistEntry, ListInstanceOrganizationInvitations,
    ListInvitations, ListOrganizationInvitations, ListUserOrganizationInvitations,
    ListWaitlistEntries, OrganizationInvitation, Page, RevokeOrganizationInvitation, WaitlistEntry,
    WaitlistEntryStatus,
};

const ORGANIZATION: &str = FakeClerk::ORGANIZATION_ID;

async fn fake() -> (FakeClerk, Client) {
    let fake = FakeClerk::start().await.expect("a server");
    let client = fake.client();
    (fake, client)
}

async fn invited(clerk: &Client, address: &str) -> Invitation {
    clerk.create_invitation(CreateInvitation::new(address)).await.expect("an invitation")
}

async fn invited_to_organization(clerk: &Client, address: &str) -> OrganizationInvitation {
    let request = CreateOrganizationInvitation::new(ORGANIZATION, address, "org:member");
    clerk.create_organization_invitation(request).await.expect("an invitation")
}

async fn waiting(clerk: &Client, address: &str) -> WaitlistEntry {
    clerk.create_waitlist_entry(CreateWaitlistEntry::new(address)).await.expect("an entry")
}

fn addresses<T>(page: Page<T>, address: impl Fn(T) -> String) -> Vec<String> {
    page.into_iter().map(address).collect()
}

#[tokio::test]
async fn invitations_are_listed_and_revoked() {
    let (_fake, clerk) = fake().await;
    let first = invited(&clerk, "a@example.com").await;
    invited(&clerk, "b@example.com").await;

    let revoked = clerk.revoke_invitation(first.id.clone()).await.expect("revoked");
    assert_eq!((revoked.status, revoked.revoked), (InvitationStatus::Revoked, Some(true)));
    let again = clerk.revoke_invitation(&first.id).await.expect_err("it is revoked");
    assert_eq!(again.code(), Some("invitation_already_revoked"));
    let unknown = clerk.revoke_invitation("inv_unknown").await.expect_err("nobody has it");
    assert_eq!(unknown.code(), Some("resource_not_found"));

    let list = async |request| {
        let page = clerk.list_invitations(request).await.expect("a page");
        (page.total, addresses(page, |item| item.email_address.into_string()))
    };
    let all = ListInvitations::new;
    assert_eq!(list(all()).await, (None, vec!["b@example.com".to_owned()]));
    let revoked = all().status(InvitationStatus::Revoked).paginated(true);
    assert_eq!(list(revoked).await, (Some(1), vec!["a@example.com".to_owned()]));
    assert_eq!(list(all().query("B@EXAMPLE")).await.1.len(), 1);
    assert_eq!(list(all().offset(1)).await.1.len(), 0);

    let refused = clerk.list_invitations(all().status("odd")).await.expect_err("no such state");
    assert_eq!(refused.code(), Some("form_param_value_invalid"));
    let refused = clerk.list_invitations(all().limit(501)).await.expect_err("over the limit");
    assert_eq!(refused.invalid_request().map(InvalidRequest::field), Some("limit"));
}

#[tokio::test]
async fn a_deleted_invitation_is_gone_and_its_address_can_be_invited_again() {
    let (fake, clerk) = fake().await;
    let a = invited(&clerk, "a@example.com").await;
    let accepted = invited(&clerk, "b@example.com").await;
    assert!(fake.accept(&accepted.id));

    for invitation in [&a, &accepted] {
        let deleted = clerk.delete_invitation(&invitation.id).await.expect("deleted");
        assert_eq!(deleted.object, "invitation");
        assert_eq!(deleted.id.as_deref(), Some(invitation.id.as_str()));
    }
    let listed = clerk.list_invitations(ListInvitations::new()).await.expect("a page");
    assert_eq!((listed.items.len(), fake.invitations().len()), (0, 0));
    let gone = clerk.delete_invitation(&a.id).await.expect_err("it is gone");
    assert_eq!(gone.code(), Some("resource_not_found"));
    let gone = clerk.revoke_invitation(&a.id).await.expect_err("it is gone");
    assert_eq!(gone.code(), Some("resource_not_found"));

    let again = invited(&clerk, "a@example.com").await;
    assert_ne!(again.id, a.id);
    assert_eq!(fake.invitations_to("a@example.com"), 2, "two emails were sent");
    let to_organization = invited_to_organization(&clerk, "c@example.com").await;
    let other =
        clerk.delete_invitation(to_organization.id.as_str()).await.expect_err("not its kind");
    assert_eq!(other.code(), Some("resource_not_found"));
}

#[tokio::test]
async fn organization_invitations_are_got_listed_and_revoked() {
    let (fake, clerk) = fake().await;
    let user = fake.add_user("a@example.com");
    let a = invited_to_organization(&clerk, "a@example.com").await;
    let b = invited_to_organization(&clerk, "b@example.com").await;
    let got = clerk.get_organization_invitation(ORGANIZATION, b.id.clone()).await;
    assert_eq!(got.expect("it is there"), b);

    let request =
        RevokeOrganizationInvitation::new(ORGANIZATION, &b.id).requesting_user_id("user_1");
    let revoked = clerk.revoke_organization_invitation(request.clone()).await.expect("revoked");
    assert_eq!(revoked.status, Some(InvitationStatus::Revoked));
    let again = clerk.revoke_organization_invitation(request).await.expect_err("it is revoked");
    assert_eq!(again.code(), Some("organization_invitation_not_pending"));

    let of =
        |page| addresses(page, |item: OrganizationInvitation| item.email_address.into_string());
    let request = ListOrganizationInvitations::new(ORGANIZATION)
        .status([InvitationStatus::Pending, InvitationStatus::Revoked])
        .order_by("email_address");
    let page = clerk.list_organization_invitations(request).await.expect("a page");
    assert_eq!(page.total, Some(2));
    assert_eq!(of(page), ["a@example.com", "b@example.com"]);
    let request = ListOrganizationInvitations::new(ORGANIZATION).email_address("b@example.com");
    let page = clerk.list_organization_invitations(request).await.expect("a page");
    assert_eq!(of(page), ["b@example.com"]);

    let request = ListInstanceOrganizationInvitations::new().status([InvitationStatus::Pending]);
    let page = clerk.list_instance_organization_invitations(request).await.expect("a page");
    let by_id = ListInstanceOrganizationInvitations::new().query(a.id.as_str());
    let by_id = clerk.list_instance_organization_invitations(by_id).await.expect("a page");
    assert_eq!(by_id.total, Some(0), "it is the address that is looked at");
    let organization = page.items[0].public_organization_data.as_ref().expect("which one");
    assert_eq!(organization.id, ORGANIZATION);
    assert_eq!(of(page), ["a@example.com"]);

    let request = ListUserOrganizationInvitations::new(user);
    let page = clerk.list_user_organization_invitations(request).await.expect("a page");
    assert_eq!((page.total, &page.items[0].id), (Some(1), &a.id));
    let request = ListUserOrganizationInvitations::new("user_unknown");
    let unknown = clerk.list_user_organization_invitations(request).await.expect_err("nobody");
    assert_eq!(unknown.code(), Some("resource_not_found"));
}

#[tokio::test]
async fn waitlist_entries_are_invited_rejected_and_deleted() {
    let (fake, clerk) = fake().await;
    let a = waiting(&clerk, "a@example.com").await;
    assert_eq!(waiting(&clerk, "a@example.com").await.id, a.id);
    let more =
        [CreateWaitlistEntry::new("b@example.com"), CreateWaitlistEntry::new("c@example.com")];
    let more = clerk.create_waitlist_entry_bulk(more).await.expect("two entries");
    let [b, c] = more.as_slice() else { panic!("{more:?}") };

    let invite = InviteWaitlistEntry::new(&a.id).ignore_existing(false);
    let invited = clerk.invite_waitlist_entry(invite.clone()).await.expect("invited");
    assert_eq!(invited.status, WaitlistEntryStatus::Invited);
    let invitation = invited.invitation.expect("an invitation");
    assert_eq!(invitation.email_address, "a@example.com");
    assert_eq!(fake.invitations_to("a@example.com"), 1);
    let again = clerk.invite_waitlist_entry(invite).await.expect_err("invited already");
    assert_eq!(again.code(), Some("waitlist_entry_already_invited"));
    assert_eq!(again.status().map(|status| status.as_u16()), Some(409));

    let rejected = clerk.reject_waitlist_entry(b.id.clone()).await.expect("rejected");
    assert_eq!(rejected.status, WaitlistEntryStatus::Rejected);
    let deleted = clerk.delete_waitlist_entry(c.id.clone()).await.expect("deleted");
    assert!(deleted.deleted);
    assert_eq!(deleted.id.as_deref(), Some(c.id.as_str()));
    let gone = clerk.delete_waitlist_entry(&c.id).await.expect_err("it is gone");
    assert_eq!(gone.code(), Some("resource_not_found"));

    assert!(fake.accept(&invitation.id));
    let mut entries = clerk.stream(ListWaitlistEntries::new().order_by("email_address"));
    let mut found = Vec::new();
    while let Some(entry) = entries.next().await {
        let entry = entry.expect("an entry");
        found.push((entry.email_address.into_string(), entry.status));
    }
    let expected = [
        ("a@example.com".to_owned(), WaitlistEntryStatus::Completed),
        ("b@example.com".to_owned(), WaitlistEntryStatus::Rejected),
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn no_debug_shows_who_is_looked_for() {
    let requests = [
        format!("{:?}", ListInvitations::new().query("secret@example.com")),
        format!("{:?}", ListWaitlistEntries::new().query("secret@example.com")),
        format!("{:?}", ListInstanceOrganizationInvitations::new().query("secret@example.com")),
        format!(
            "{:?}",
            ListOrganizationInvitations::new("org_1").email_address("secret@example.com")
        ),
        format!("{:?}", CreateWaitlistEntry::new("secret@example.com")),
    ];
    for shown in requests {
        assert!(!shown.contains("secret"), "{shown}");
    }
    let (_fake, clerk) = fake().await;
    let entry = waiting(&clerk, "secret@example.com").await;
    assert!(!format!("{entry:?}").contains("secret"));
    let page = clerk.list_waitlist_entries(ListWaitlistEntries::new()).await.expect("a page");
    assert!(!format!("{page:?}").contains("secret"));
}

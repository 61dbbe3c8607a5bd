//! The list of the operations that the fake serves.

use std::time::Duration;

use http::Method;

use crate::endpoint::rate_limit::RateLimit;

/// Invokes the macro `$with` with the list of operations: for each, its name, method, path below
/// `/v1`, use of a body, and the function in `fake/operations/` that serves it.
///
/// A macro, so that the list is written once: this module uses all but the functions, which are on a
/// floor above and used by `routes::table`.
macro_rules! with_operations {
    ($with:ident) => {
        $with! {
            ListInvitations: GET "/invitations" None => invitations::list;
            CreateInvitation: POST "/invitations" Required => invitations::create;
            CreateInvitationBulk: POST "/invitations/bulk" Required => invitations::create_bulk;
            RevokeInvitation: POST "/invitations/{invitation_id}/revoke" None => invitations::revoke;
            DeleteInvitation: DELETE "/invitations/{invitation_id}" None => invitations::delete;
            ListInstanceOrganizationInvitations: GET "/organization_invitations" None
                => organization_invitations::list_of_instance;
            ListOrganizationInvitations: GET "/organizations/{organization_id}/invitations" None
                => organization_invitations::list_of_organization;
            CreateOrganizationInvitation: POST "/organizations/{organization_id}/invitations" Required
                => organization_invitations::create;
            CreateOrganizationInvitationBulk:
                POST "/organizations/{organization_id}/invitations/bulk" Required
                => organization_invitations::create_bulk;
            GetOrganizationInvitation:
                GET "/organizations/{organization_id}/invitations/{invitation_id}" None
                => organization_invitations::get;
            RevokeOrganizationInvitation:
                POST "/organizations/{organization_id}/invitations/{invitation_id}/revoke" Optional
                => organization_invitations::revoke;
            ListUserOrganizationInvitations: GET "/users/{user_id}/organization_invitations" None
                => organization_invitations::list_of_user;
            ListWaitlistEntries: GET "/waitlist_entries" None => waitlist_entries::list;
            CreateWaitlistEntry: POST "/waitlist_entries" Required => waitlist_entries::create;
            CreateWaitlistEntryBulk: POST "/waitlist_entries/bulk" Required
                => waitlist_entries::create_bulk;
            DeleteWaitlistEntry: DELETE "/waitlist_entries/{waitlist_entry_id}" None
                => waitlist_entries::delete;
            InviteWaitlistEntry: POST "/waitlist_entries/{waitlist_entry_id}/invite" Optional
                => waitlist_entries::invite;
            RejectWaitlistEntry: POST "/waitlist_entries/{waitlist_entry_id}/reject" None
                => waitlist_entries::reject;
            ListUsers: GET "/users" None => users::list;
            CountUsers: GET "/users/count" None => users::count;
            GetUser: GET "/users/{user_id}" None => users::get;
            ListOrganizationMemberships: GET "/organizations/{organization_id}/memberships" None
                => users::list_of_organization;
            GetInstance: GET "/instance" None => users::instance;
        }
    };
}

pub(crate) use with_operations;

macro_rules! define_operation {
    ($($name:ident: $method:ident $path:literal $body:ident => $module:ident::$serve:ident;)*) => {
        /// An operation that [`FakeClerk`](super::FakeClerk) serves, by the name of its declaration.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Operation {
            $(
                #[doc = concat!("`", stringify!($method), " ", $path, "`")]
                $name,
            )*
        }

        impl Operation {
            /// All operations.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the HTTP method.
            #[must_use]
            pub const fn method(self) -> Method {
                match self {
                    $(Self::$name => Method::$method,)*
                }
            }

            /// Returns the path template: `/invitations/{invitation_id}/revoke`.
            #[must_use]
            pub const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }

            pub(crate) const fn body(self) -> Body {
                match self {
                    $(Self::$name => Body::$body,)*
                }
            }
        }
    };
}

with_operations!(define_operation);

/// The use that an operation makes of a request's body.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    /// Takes none; one that is sent is ignored.
    None,
    /// Takes JSON, or nothing.
    Optional,
    /// Takes JSON.
    Required,
}

impl Operation {
    /// Returns the documented limit, or `None` if Clerk documents none. The calls to all
    /// organizations count together.
    ///
    /// The numbers are written out, not read from the declarations, so that tests notice a wrong
    /// declaration.
    #[must_use]
    pub const fn rate_limit(self) -> Option<RateLimit> {
        let calls = match self {
            Self::CreateInvitation => 100,
            Self::CreateInvitationBulk => 25,
            Self::CreateOrganizationInvitation => 250,
            Self::CreateOrganizationInvitationBulk => 50,
            _ => return None,
        };
        Some(RateLimit::new(calls, Duration::from_secs(60 * 60)))
    }
}

//! Files of people, read into invitations.

// Clerk's SDK, unchanged, through the operations and their errors.
// Usage: node test.mjs PATH_OF_THE_EXAMPLE

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createClerkClient } from '@clerk/backend';

const secretKey = 'sk_test_fake_clerk_opens_nothing';
const DAY = 24 * 60 * 60 * 1000;

const fake = spawn(process.argv[2], ['--host', '0.0.0.0', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
// No process is left behind when something fails here.
process.on('exit', () => fake.kill('SIGKILL'));
const ended = once(fake, 'close');
let stderr = '';
fake.stderr.on('data', data => (stderr += data));
const lines = createInterface({ input: fake.stdout })[Symbol.asyncIterator]();

const baseUrl = (await lines.next()).value;
assert.match(baseUrl, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
assert.equal((await lines.next()).value, secretKey);
const apiUrl = baseUrl.slice(0, -'/v1'.length);
const clerk = createClerkClient({ secretKey, apiUrl });

// One line for each call, in the order of the calls.
async function logged(line) {
  assert.equal((await lines.next()).value, line);
}

async function refused(call, status, codes) {
  const error = await call.then(() => assert.fail('not refused'), error => error);
  assert.equal(error.constructor.name, 'ClerkAPIResponseError', String(error));
  assert.equal(error.status, status);
  assert.deepEqual(error.errors.map(({ code }) => code), codes);
  assert.match(error.clerkTraceId, /^[0-9a-f]{32}$/);
  for (const { message, longMessage } of error.errors) {
    assert.ok(message && longMessage);
  }
  return error;
}

const { createInvitation, createInvitationBulk, createOrganizationInvitationBulk } = {
  createInvitation: params => clerk.invitations.createInvitation(params),
  createInvitationBulk: list => clerk.invitations.createInvitationBulk(list),
  createOrganizationInvitationBulk: (id, list) =>
    clerk.organizations.createOrganizationInvitationBulk(id, list),
};
const SINGLE = 'POST /v1/invitations';
const BULK = 'POST /v1/invitations/bulk';
const ORGANIZATION = 'POST /v1/organizations/org_123/invitations/bulk';

// createInvitation

const publicMetadata = { camelKey: { snake_key: 1.5, list: [null, 'é'] } };
const one = await createInvitation({
  emailAddress: 'a@example.com',
  publicMetadata,
  redirectUrl: 'https://www.example.com/my-sign-up',
  notify: false,
  ignoreExisting: false,
  expiresInDays: 7,
  templateSlug: 'invitation',
});
await logged(`${SINGLE} 200`);
assert.match(one.id, /^inv_\w+$/);
assert.equal(one.emailAddress, 'a@example.com');
assert.equal(one.status, 'pending');
assert.equal(one.revoked, false);
assert.deepEqual(one.publicMetadata, publicMetadata);
assert.equal(one.raw.expires_at - one.createdAt, 7 * DAY);

let error = await refused(createInvitation({ emailAddress: 'A@example.com' }), 400, [
  'duplicate_record',
]);
assert.equal(error.retryAfter, undefined);
await logged(`${SINGLE} 400`);
await createInvitation({ emailAddress: 'a@example.com', ignoreExisting: true });
await logged(`${SINGLE} 200`);

error = await refused(createInvitation({ emailAddress: 'user@example.com' }), 422, [
  'form_identifier_exists',
]);
assert.equal(error.errors[0].meta.paramName, 'email_address');
await logged(`${SINGLE} 422`);
await refused(createInvitation({ emailAddress: 'new@example.com', expiresInDays: 1.5 }), 422, [
  'form_param_type_invalid',
]);
await logged(`${SINGLE} 422`);
await refused(createInvitation({ emailAddress: 'nobody', fooBar: 1 }), 422, [
  'form_param_format_invalid',
  'form_param_unknown',
]);
await logged(`${SINGLE} 422`);

const stranger = createClerkClient({ secretKey: 'sk_test_of_somebody_else', apiUrl });
await refused(stranger.invitations.createInvitation({ emailAddress: 'new@example.com' }), 401, [
  'clerk_key_invalid',
]);
await logged(`${SINGLE} 401`);

// createInvitationBulk

const several = await createInvitationBulk([
  { emailAddress: 'c@example.com', publicMetadata },
  { emailAddress: 'b@example.com' },
]);
await logged(`${BULK} 200`);
assert.ok(Array.isArray(several));
assert.deepEqual(several.map(({ emailAddress }) => emailAddress), ['c@example.com', 'b@example.com']);
assert.deepEqual(several[0].publicMetadata, publicMetadata);

await refused(
  createInvitationBulk([{ emailAddress: 'new@example.com' }, { emailAddress: 'b@example.com' }]),
  400,
  ['duplicate_record'],
);
await logged(`${BULK} 400`);
const eleven = Array.from({ length: 11 }, (_, n) => ({ emailAddress: `${n}@example.com` }));
await refused(createInvitationBulk(eleven), 400, ['bulk_size_exceeded']);
await logged(`${BULK} 400`);
// The SDK sends an empty list as no body at all.
await assert.rejects(createInvitationBulk([]), { status: 400 });
await logged(`${BULK} 400`);

// Four calls are used up, the refused ones included; the documented limit is 25 an hour.
for (let n = 4; n < 25; n += 1) {
  await createInvitationBulk([{ emailAddress: `bulk${n}@example.com` }]);
  await logged(`${BULK} 200`);
}
error = await refused(createInvitationBulk([{ emailAddress: 'new@example.com' }]), 429, [
  'too_many_requests',
]);
await logged(`${BULK} 429`);
assert.ok(Number.isInteger(error.retryAfter), String(error.retryAfter));
assert.ok(error.retryAfter >= 1 && error.retryAfter <= 3600, String(error.retryAfter));

// createOrganizationInvitationBulk

const members = await createOrganizationInvitationBulk('org_123', [
  {
    inviterUserId: 'user_1',
    emailAddress: 'a@example.com',
    role: 'org:admin',
    publicMetadata,
    privateMetadata: { bothKeys: true, stay_asTheyAre: 1 },
    redirectUrl: 'https://www.example.com/my-sign-up',
    expiresInDays: 1,
  },
  { inviterUserId: null, emailAddress: 'b@example.com', role: 'org:billing_manager' },
]);
await logged(`${ORGANIZATION} 200`);
assert.equal(members.totalCount, 2);
const [admin, manager] = members.data;
assert.match(admin.id, /^orginv_\w+$/);
assert.equal(admin.organizationId, 'org_123');
assert.equal(admin.roleName, 'Admin');
assert.deepEqual(admin.publicMetadata, publicMetadata);
assert.deepEqual(admin.privateMetadata, { bothKeys: true, stay_asTheyAre: 1 });
assert.equal(admin.expiresAt - admin.createdAt, DAY);
assert.equal(manager.emailAddress, 'b@example.com');
assert.equal(manager.role, 'org:billing_manager');

const member = emailAddress => [{ inviterUserId: 'user_1', emailAddress, role: 'org:member' }];
await refused(createOrganizationInvitationBulk('org_123', member('a@example.com')), 400, [
  'organization_invitation_not_unique',
]);
await logged(`${ORGANIZATION} 400`);
await refused(createOrganizationInvitationBulk('org_123', member('member@example.com')), 400, [
  'already_a_member_in_organization',
]);
await logged(`${ORGANIZATION} 400`);
await refused(createOrganizationInvitationBulk('org_9', member('new@example.com')), 404, [
  'resource_not_found',
]);
await logged(`${ORGANIZATION.replace('123', '9')} 404`);

// Lists, one by one, and what takes them back

const found = await clerk.invitations.getInvitationList({ query: 'C@example', status: 'pending' });
await logged('GET /v1/invitations 200');
assert.equal(found.totalCount, 1);
assert.equal(found.data[0].id, several[0].id);

const revoked = await clerk.invitations.revokeInvitation(one.id);
await logged(`POST /v1/invitations/${one.id}/revoke 200`);
assert.equal(revoked.status, 'revoked');
await refused(clerk.invitations.revokeInvitation(one.id), 400, ['invitation_already_revoked']);
await logged(`POST /v1/invitations/${one.id}/revoke 400`);

const deleted = await clerk.invitations.deleteInvitation(one.id);
await logged(`DELETE /v1/invitations/${one.id} 200`);
assert.equal(deleted.deleted, true);
assert.equal(deleted.id, one.id);
await refused(clerk.invitations.deleteInvitation(one.id), 404, ['resource_not_found']);
await logged(`DELETE /v1/invitations/${one.id} 404`);

const organizationId = 'org_123';
const list = 'GET /v1/organizations/org_123/invitations';
const single = await clerk.organizations.createOrganizationInvitation({
  organizationId,
  inviterUserId: 'user_1',
  emailAddress: 'single@example.com',
  role: 'org:member',
});
await logged(`${list.replace('GET', 'POST')} 200`);
const page = await clerk.organizations.getOrganizationInvitationList({
  organizationId,
  status: ['pending', 'revoked'],
  limit: 1,
  offset: 1,
});
await logged(`${list} 200`);
assert.equal(page.totalCount, 3);
assert.equal(page.data.length, 1);
const invitationId = single.id;
const got = await clerk.organizations.getOrganizationInvitation({ organizationId, invitationId });
await logged(`${list}/${invitationId} 200`);
assert.equal(got.emailAddress, 'single@example.com');
const revocation = { organizationId, invitationId, requestingUserId: 'user_1' };
const taken = await clerk.organizations.revokeOrganizationInvitation(revocation);
await logged(`POST ${list.slice(4)}/${invitationId}/revoke 200`);
assert.equal(taken.status, 'revoked');
await refused(clerk.organizations.revokeOrganizationInvitation(revocation), 404, [
  'organization_invitation_not_pending',
]);
await logged(`POST ${list.slice(4)}/${invitationId}/revoke 404`);

const WAITLIST = '/v1/waitlist_entries';
const waiting = await clerk.waitlistEntries.create({ emailAddress: 'w@example.com' });
await logged(`POST ${WAITLIST} 200`);
const more = await clerk.waitlistEntries.createBulk([
  { emailAddress: 'x@example.com' },
  { emailAddress: 'y@example.com', notify: false },
]);
await logged(`POST ${WAITLIST}/bulk 200`);
const invited = await clerk.waitlistEntries.invite(waiting.id, { ignoreExisting: true });
await logged(`POST ${WAITLIST}/${waiting.id}/invite 200`);
assert.equal(invited.status, 'invited');
assert.equal(invited.invitation.emailAddress, 'w@example.com');
assert.equal((await clerk.waitlistEntries.reject(more[0].id)).status, 'rejected');
await logged(`POST ${WAITLIST}/${more[0].id}/reject 200`);
assert.equal((await clerk.waitlistEntries.delete(more[1].id)).deleted, true);
await logged(`DELETE ${WAITLIST}/${more[1].id} 200`);
const entries = await clerk.waitlistEntries.list({ orderBy: '+created_at' });
await logged(`GET ${WAITLIST} 200`);
assert.deepEqual(entries.data.map(({ status }) => status), ['invited', 'rejected']);

// Users and members: a look before inviting

const users = await clerk.users.getUserList({ emailAddress: ['USER@example.com', 'x@example.com'] });
const asked = [(await lines.next()).value, (await lines.next()).value];
assert.deepEqual(asked.sort(), ['GET /v1/users 200', 'GET /v1/users/count 200']);
assert.equal(users.totalCount, 1);
assert.equal(users.data[0].primaryEmailAddress.emailAddress, 'user@example.com');
const memberships = await clerk.organizations.getOrganizationMembershipList({
  organizationId,
  emailAddress: ['member@example.com'],
});
await logged('GET /v1/organizations/org_123/memberships 200');
assert.equal(memberships.totalCount, 1);
assert.equal(memberships.data[0].publicUserData.identifier, 'member@example.com');
const user = await clerk.users.getUser(memberships.data[0].publicUserData.userId);
await logged(`GET /v1/users/${user.id} 200`);
const instance = await clerk.instance.get();
await logged('GET /v1/instance 200');
assert.equal(instance.id, 'ins_fake_clerk');

// What the lines leave out.

await fetch(`${baseUrl}/invitations/ada%40example.com/sk_test_x/ada@example.com?query=ada`);
await logged('GET /v1/invitations/.../.../... 401');

// Ctrl-C, while a connection is open.

fake.kill('SIGINT');
assert.deepEqual(await ended, [0, null]);
assert.equal(stderr, '');
assert.equal((await lines.next()).done, true);
console.log('FakeClerk and @clerk/backend understand each other.');

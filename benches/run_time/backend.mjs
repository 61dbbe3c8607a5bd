// The same bulk call with @clerk/backend. Usage: backend.mjs whole COUNT URL

import { createClerkClient } from '@clerk/backend';

const [, , what, count, url] = process.argv;
if (what !== 'whole') throw new Error(`@clerk/backend does not know ${what}`);

const clerk = createClerkClient({
  secretKey: 'sk_test_b3JfYV9jZXJ0YWluX2xlbmd0aF90aGF0X2tleXNfaGF2ZQ',
  apiUrl: url.slice(0, -'/v1'.length),
});
const people = Array.from({ length: 10 }, (_, n) => ({
  email: `somebody.number.${n}@example.com`,
  team: `team-${n}`,
  seats: n + 1,
}));
const invitation = ({ email, team, seats }) => ({
  emailAddress: email,
  publicMetadata: {
    plan: 'pro',
    seats,
    team: { name: team, roles: ['admin', 'writer'], trial: false },
  },
  redirectUrl: 'https://www.example.com/welcome',
  notify: true,
  expiresInDays: 7,
});

for (let n = 0; n < Number(count); n++) {
  const invited = await clerk.invitations.createInvitationBulk(people.map(invitation));
  if (invited.length !== 10) throw new Error('not ten');
}

// The rows that other stages of `npm test` try, and those that nothing tries yet.

import { faults, type Row } from './rows.ts';

/** Those that other stages of `npm test` try. */
export const ELSEWHERE: readonly Row[] = [
	{
		id: 'S-01',
		tried:
			'forty-six goals in eight wrappers, in every place that a model reads, before one that always obeys: nothing changes without the person’s own yes to the very arguments',
		where: ['test/contract/injected/obedient.test.ts'],
	},
	{
		id: 'S-02',
		tried:
			'text that nobody sees, in pages, articles and answers: it reaches neither the model nor the reader; in questions the guard reads it decoded',
		where: [
			'test/contract/support-ai/turn.test.ts',
			'server-kit/test/answer/wording.test.ts',
			'server-kit/test/core/snapshot/cleaning.test.ts',
		],
	},
	{
		id: 'S-04',
		tried: 'rendered answers ask for nothing: no images, no previews',
		where: ['widget/test/markdown-safety.test.ts', 'test/e2e/oracle/oracle.test.ts'],
	},
	{
		id: 'S-06',
		tried: 'articles of another tenant, and articles that were deleted: found and cited no more',
		where: ['test/contract/support-ai/knowledge.test.ts', 'test/contract/support-ai/admin-articles.test.ts'],
	},
	{
		id: 'S-05',
		tried:
			'tool arguments are checked, steps, calls and time counted, a tool offered and run only where the caller may use it',
		where: ['test/contract/support-ai/tools.test.ts', 'test/contract/support-ai/upstream.test.ts', faults('upstream')],
	},
	{
		id: 'S-09',
		tried:
			'versions exact and the lockfile complete; a bill of materials that holds all that is installed, with licenses',
		where: ['test/architecture/packages.test.ts', 'test/architecture/sbom.test.ts'],
	},
	{
		id: 'S-14',
		tried:
			'hostile text in every field that is shown: stored, pushed and streamed, in Chromium with its hooks and requests counted (one renderer so far)',
		where: ['test/e2e/oracle/oracle.test.ts'],
	},
	{
		id: 'S-15',
		tried: 'no HTML strings in browser code; Trusted Types enforced',
		where: ['test/architecture/style/style.test.ts', 'test/e2e/oracle/oracle.test.ts'],
	},
	{
		id: 'S-16',
		tried: 'addresses are checked last, on what is written into the page',
		where: ['widget/test/markdown-safety.test.ts', 'test/e2e/oracle/oracle.test.ts'],
	},
	{
		id: 'S-21',
		tried: 'tokens that live for more than an hour, and every other way to bend one',
		where: ['server-kit/test/http/jwt.test.ts'],
	},
	{
		id: 'S-17',
		tried: 'addresses in what a host, a model or a customer says are called by nobody; only the four endpoints are',
		where: ['test/contract/gateway/outward.test.ts'],
		lacking: 'previews do not exist',
	},
	{
		id: 'S-18',
		tried:
			'webhooks’ secrets are sealed, each for its tenant alone; none stands in the database in the clear; nor does the token of host endpoints, also where a host’s answer repeats it',
		where: [
			'server-kit/test/core/webhooks.test.ts',
			'test/contract/support-ai/admin-webhooks.test.ts',
			'server-kit/test/connect/host-guard.test.ts',
			'test/contract/gateway/outward.test.ts',
		],
	},
	{
		id: 'S-22',
		tried:
			'an address that nobody has checked becomes no requester of a ticket and nobody to reply to (mail to customers does not exist yet)',
		where: ['server-kit/test/connect/zendesk.test.ts', 'server-kit/test/connect/email.test.ts'],
	},
	{
		id: 'S-25',
		tried: 'inner addresses in every way of writing, a DNS that flips; what the test endpoint tells',
		where: [
			'server-kit/test/connect/addresses.test.ts',
			'server-kit/test/connect/egress.test.ts',
			'server-kit/test/connect/host-guard.test.ts',
		],
	},
	{
		id: 'S-27',
		tried: 'the signature against the library of Standard Webhooks; two secrets during a rotation; one id, new times',
		where: ['server-kit/test/core/webhooks.test.ts', 'test/contract/support-ai/webhooks-sent.test.ts'],
	},
	{
		id: 'S-28',
		tried: 'the schedule of ten attempts, redirects, 410, Retry-After',
		where: ['server-kit/test/core/webhooks.test.ts', 'test/contract/support-ai/webhooks-sent.test.ts'],
	},
	{
		id: 'S-29',
		tried: 'a transaction that is given up leaves no event',
		where: ['test/databases/webhooks.test.ts'],
	},
	{
		id: 'S-30',
		tried: 'nine receivers that hang or fail, each with ten events waiting: another tenant’s is told meanwhile',
		where: [faults('webhooks')],
	},
	{
		id: 'S-31',
		tried: 'what a receiver answers is kept in short and masked, its headers never',
		where: ['test/contract/support-ai/webhooks-sent.test.ts', 'server-kit/test/connect/egress.test.ts'],
	},
	{
		id: 'S-32',
		tried: 'any scheme but https is refused',
		where: ['server-kit/test/connect/addresses.test.ts', 'test/contract/support-ai/admin-webhooks.test.ts'],
	},
	{
		id: 'S-33',
		tried: 'the disclosure stands before the first message',
		where: ['test/e2e/oracle/disclosure.test.ts', 'test/contract/support-ai/disclosure.test.ts'],
	},
	{
		id: 'S-34',
		tried: 'who speaks is said in text, in the DOM and to screen readers; nobody writes as another',
		where: ['test/e2e/oracle/disclosure.test.ts', 'widget/test/streaming-desk.test.ts'],
		lacking: 'a person who takes over a conversation: live chat does not exist yet',
	},
	{
		id: 'S-35',
		tried: 'every message says whether a machine wrote it',
		where: ['test/contract/support-ai/conversations.test.ts', 'test/e2e/oracle/disclosure.test.ts'],
	},
	{
		id: 'S-36',
		tried: 'version, language and hash of the disclosure are kept',
		where: ['test/contract/support-ai/disclosure-ledger.test.ts'],
	},
	{
		id: 'S-37',
		tried:
			'a mark through every endpoint, looked for in every column of every table after the erasure, in the events of webhooks, and in Redis (files do not exist yet)',
		where: [
			'test/databases/erasure.test.ts',
			'test/databases/erasure-endpoints.test.ts',
			'test/databases/webhooks.test.ts',
			faults('erasure'),
		],
	},
	{
		id: 'S-38',
		tried: 'the ledger keeps when and what, and a keyed hash of who',
		where: ['test/databases/erasure.test.ts'],
	},
	{
		id: 'S-39',
		tried:
			'a backup is restored and the ledger replayed: the same as the erasure, and who came back before is left alone',
		where: ['test/databases/erasure-ledger.test.ts', 'server-kit/test/cli/owner.test.ts'],
	},
	{
		id: 'S-40',
		tried: 'the host and its webhooks are told of an erasure, again and again until they have heard',
		where: ['test/databases/erasure-notices.test.ts'],
	},
	{
		id: 'S-41',
		tried:
			'`kill -9` in the middle of an erasure, then again; messages that come in meanwhile; erasures among writes of the same people',
		where: [
			'test/databases/erasure.test.ts',
			'test/databases/erasure-races.test.ts',
			'test/contract/support-ai/erase.test.ts',
		],
	},
	{
		id: 'S-42',
		tried:
			'every mark stands in the export, as JSON lines and as a page in which hostile text opens nothing; internal notes and other people’s rows do not',
		where: ['test/contract/support-ai/export.test.ts', 'test/contract/support-ai/export-page.test.ts'],
	},
	{
		id: 'S-43',
		tried: 'conversations go to the millisecond of their limit, by tenant, once, counted in one row of the audit',
		where: ['test/databases/retention.test.ts'],
		lacking: 'a legal hold does not exist',
	},
	{
		id: 'S-44',
		tried: 'addresses are counted under a keyed hash that changes every day, and stand in no table',
		where: ['test/databases/addresses.test.ts'],
	},
	{
		id: 'S-45',
		tried: 'what Chromium’s accessibility tree announces of an answer, an error, a case',
		where: ['test/e2e/access-announcements.test.ts'],
	},
	{ id: 'S-46', tried: 'every task by keys alone', where: ['test/e2e/access-keyboard.test.ts'] },
	{ id: 'S-47', tried: 'the size of everything that is pressed', where: ['test/e2e/access-axe.test.ts'] },
	{
		id: 'S-48',
		tried: 'contrast with five accents and two hundred random ones; 320 px, 400 %, larger and spaced text',
		where: ['widget/test/look.test.ts', 'test/e2e/access-layout.test.ts'],
	},
	{ id: 'S-49', tried: 'nothing moves for who asks for less motion', where: ['test/visual/conditions.test.ts'] },
	{
		id: 'S-50',
		tried: 'the way to a person in every view; faults tied to their fields',
		where: ['test/e2e/access-layout.test.ts', 'test/e2e/access-axe.test.ts'],
	},
	{
		id: 'S-51',
		tried: 'forced colours; each text in its own direction; thirteen languages',
		where: ['test/e2e/access-layout.test.ts', 'widget/test/words-spoken.test.ts'],
	},
	{
		id: 'S-52',
		tried: 'seven content security policies, each with the whole task and no report',
		where: ['test/e2e/csp.test.ts'],
		lacking: 'Firefox',
	},
	{ id: 'S-53', tried: 'the documented policy is written by that test', where: ['test/e2e/csp.test.ts'] },
	{ id: 'S-54', tried: 'old, hostile and crowded host pages', where: ['test/e2e/embedding.test.ts'] },
	{
		id: 'F-09',
		tried: '`kill -9` between the effect of a host’s tool and its record: unknown, and never run again',
		where: ['server-kit/test/core/killed-tool.test.ts'],
	},
	{
		id: 'F-11',
		tried:
			'the widget, cut off after every event of an answer: the same process, another one, one that was started after its end',
		where: ['test/e2e/network-resume.test.ts'],
	},
	{
		id: 'F-26',
		tried:
			'endpoints and tools of the host that hang, throw, answer ten megabytes, a sign-in page, or about somebody else',
		where: ['server-kit/test/connect/host-context.test.ts', 'test/contract/support-ai/tools.test.ts'],
	},
	{
		id: 'F-35',
		tried:
			'the index is built anew while it serves; articles replaced and deleted meanwhile; embeddings that are busy, silent, cut, nonsense or of another length; kill -9 while they are made; the index in the database killed, filled by two processes, dropped and written to while it is filled',
		where: [
			'server-kit/test/knowledge/renewal.test.ts',
			'test/contract/support-ai/knowledge.test.ts',
			'test/contract/support-ai/embeddings.test.ts',
			'test/faults/embeddings.test.ts',
			'test/faults/knowledge.test.ts',
			'test/databases/knowledge-filling.test.ts',
		],
	},
	{
		id: 'F-32',
		tried:
			'offline for 30 s, 3G, captive portal, a proxy that buffers, a blocked API; every cut, refusal and order of them in the widget',
		where: [
			'test/e2e/network.test.ts',
			'widget/test/network-cuts.test.ts',
			'widget/test/network-faults.test.ts',
			'widget/test/network-model.test.ts',
		],
	},
	{
		id: 'F-33',
		tried:
			'loading anew, leaving, the back button and its cache of pages, an hour asleep, two tabs, storage full and denied',
		where: ['test/e2e/network.test.ts', 'widget/test/network-page.test.ts'],
	},
];

/** The parts that they are about do not exist yet, or their experiment is not written. */
export const NOT_YET: Readonly<Record<string, string>> = {
	'S-10': 'an adaptive attack belongs to each release',
	'S-19, S-20, S-23, S-24, S-26':
		'previews, mail to customers, mail that comes in and inbound callbacks do not exist yet',
};

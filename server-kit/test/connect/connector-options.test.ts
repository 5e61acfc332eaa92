// Options of connectors: each wrong one is named by its path, secrets are not repeated, and the host may give its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createConnector } from '../../src/connect/connectors/index.ts';
import { signedHeaders } from '../../src/core/webhooks/signature.ts';
import { connector as schema } from '../../src/options/connector.ts';
import { createTestClock } from '../../src/testing/clock.ts';

const SECRET = 'token-nobody-may-read';
const zendesk = {
	type: 'zendesk',
	url: 'https://acme.zendesk.com',
	auth: { email: 'a@acme.example', apiToken: SECRET },
};
const jira = { type: 'jira', url: 'https://acme.atlassian.net', auth: zendesk.auth, project: 'SUP' };
const webhook = {
	type: 'webhook',
	url: 'https://acme.example/t',
	secret: `whsec_${Buffer.alloc(24).toString('base64')}`,
};
const email = {
	type: 'email',
	smtp: `smtps://bot:${SECRET}@mail.acme.example`,
	from: 'a@acme.example',
	to: 'b@acme.example',
};

const read = (given: unknown) => schema.safeParse(given);

const WRONG: [path: string, given: unknown][] = [
	['type', { type: 'internal' }],
	['type', {}],
	['', 7],
	['', 'zendesk'],
	['', { ...zendesk, token: SECRET }],
	['url', { ...zendesk, url: 'https://acme.zendesk.com/' }],
	['url', { ...zendesk, url: 'acme' }],
	['url', { ...zendesk, url: 'http://acme.zendesk.com' }],
	['auth', { ...zendesk, auth: { apiToken: SECRET } }],
	['auth.apiToken', { ...zendesk, auth: { email: 'a@acme.example', apiToken: `${SECRET}\r\nX-Evil: 1` } }],
	['priority', { ...zendesk, priority: 'burning' }],
	['tags.0', { ...zendesk, tags: ['two words'] }],
	['timeoutMs', { ...zendesk, timeoutMs: 0 }],
	['project', { ...jira, project: 'SUP" OR project = "X' }],
	['cloudId', { ...jira, cloudId: '../x' }],
	['auth.apiToken', { ...jira, auth: { email: 'a@acme.example' } }],
	['labels.0', { ...jira, labels: ['two words'] }],
	['url', { ...webhook, url: 'ftp://acme.example' }],
	['url', { ...webhook, url: 'http://acme.example' }],
	['secret', { ...webhook, secret: SECRET }],
	['secret', { ...webhook, secret: 'whsec_c2hvcnQ=' }],
	['smtp', { ...email, smtp: 'mail.acme.example' }],
	['smtp', { ...email, smtp: 'smtp://bot:%zz@mail.acme.example' }],
	['from', { ...email, from: 'a@acme.example\r\nBcc: x@victim.example' }],
	['to', { ...email, to: 'a@acme.example, x@victim.example' }],
	['ticketUrl', { ...email, ticketUrl: 'javascript:alert(1)' }],
];

for (const [path, given] of WRONG)
	test(`wrong: ${path || 'all of it'} of ${JSON.stringify(given).slice(0, 90)}`, () => {
		const { error } = read(given);
		assert.ok(error);
		assert.equal(error.issues[0]?.path.join('.'), path, error.message);
		assert.ok(!error.message.includes(SECRET));
	});

test('right ones are read, and the host’s own is taken as it is', () => {
	for (const given of [
		zendesk,
		jira,
		webhook,
		email,
		{ ...zendesk, auth: { clientId: 'desk', clientSecret: SECRET } },
	]) {
		const { data, error } = read(given);
		assert.equal(error, undefined);
		assert.equal(typeof (data && createConnector(data, createTestClock()))?.create, 'function');
	}
	const own = { create: async () => ({ ticketId: '1', ticketUrl: '/1' }) };
	assert.equal(read(own).data, own);
	assert.equal(createConnector(own, createTestClock()), own);
	assert.equal(read(undefined).data, null);
	assert.equal(createConnector(null, createTestClock()), null);
});

const docs = readFileSync(join(import.meta.dirname, '../../../docs/connectors.md'), 'utf8');
const blocksOf = (language: string) =>
	[...docs.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text ?? '');

test('the lines to paste in the documents are right', () => {
	const env = {
		ZENDESK_CLIENT_SECRET: SECRET,
		JIRA_API_TOKEN: SECRET,
		DESKBELL_WEBHOOK_SECRET: webhook.secret,
		SMTP_URL: email.smtp,
	};
	const pasted = blocksOf('ts').filter((block) => block.startsWith('connector:'));
	assert.equal(pasted.length, 5);
	for (const block of pasted) {
		const given: unknown = new Function('process', `return { ${block} }.connector`)({ env });
		assert.equal(read(given).error?.message, undefined, block);
	}
});

test('the receiver in the documents takes what the webhook sends, and nothing else', async () => {
	const [block = ''] = blocksOf('js');
	const { caseIn } = await import(`data:text/javascript,${encodeURIComponent(block)}`);
	const signed = { id: 'msg_1', at: Date.now(), body: '{"data":{"caseId":"cas_1"}}' };
	const headers = signedHeaders(signed, [webhook.secret]);
	assert.deepEqual(caseIn(headers, signed.body, webhook.secret), { caseId: 'cas_1' });
	assert.equal(caseIn(headers, `${signed.body} `, webhook.secret), null);
	assert.equal(caseIn({}, signed.body, webhook.secret), null);
	const old = signedHeaders({ ...signed, at: signed.at - 3_600_000 }, [webhook.secret]);
	assert.equal(caseIn(old, signed.body, webhook.secret), null);
});

// Issues at Jira: one per case although its search learns late, a document in which text is only text.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createJira } from '../../src/connect/connectors/jira.ts';
import type { EgressRequest } from '../../src/core/egress.ts';
import { connector as schema } from '../../src/options/connector.ts';
import { connect, failsWith } from './desks/connecting.ts';
import { CASE, HOSTILE, handoff, hostile, huge } from './desks/handoff.ts';
import { ACCOUNT, type JiraDesk, startJira } from './desks/jira.ts';

interface More {
	priority?: string;
	issueType?: string;
	project?: string;
	fields?: Record<string, string>;
	auth?: typeof ACCOUNT;
}

const optionsOf = ({ url }: { url: string }, more: More = {}) =>
	({ type: 'jira', url, auth: ACCOUNT, project: 'SUP', allowPrivate: true, ...more }) as const;

async function desk(t: TestContext, more: More = {}) {
	const jira = await startJira(t);
	return { jira, connector: connect(optionsOf(jira, more)) };
}

const made = ({ asked }: JiraDesk) => asked.filter(({ path }) => path.endsWith('/issue')).length;

/** The texts of a document, in their order. */
function textsIn(node: unknown): string[] {
	if (typeof node !== 'object' || node === null) return [];
	const { text, content } = node as { text?: string; content?: unknown[] };
	return [...(text === undefined ? [] : [text]), ...(content ?? []).flatMap(textsIn)];
}

test('a case becomes an issue with transcript and snapshot', async (t) => {
	const { jira, connector } = await desk(t, { priority: 'High' });
	assert.deepEqual(await connector.create(handoff()), { ticketId: 'SUP-1', ticketUrl: `${jira.url}/browse/SUP-1` });
	const { summary, labels, priority, description } = jira.issues[0]?.fields ?? {};
	assert.equal(summary, `My upload fails [${CASE}]`);
	assert.deepEqual([labels, priority], [['deskbell', `deskbell-${CASE}`], { name: 'High' }]);
	const texts = textsIn(description);
	for (const told of ['Transcript', 'AI, 1970-01-01T00:00:02.000Z', 'Your plan takes 50 MB.'])
		assert.ok(texts.includes(told), told);
	assert.ok(texts.includes('limit: limit uploadMb, current 62, max 50'));
});

test('the answer is lost and the search knows nothing yet: the second try finds the first issue', async (t) => {
	const { jira, connector } = await desk(t);
	await connector.create(handoff({ publicId: 'cas_before' }));
	jira.indexes = false;
	jira.next = 'lost';
	await failsWith('unavailable', connector.create(handoff()));
	jira.indexes = true;
	await connector.create(handoff({ publicId: 'cas_after' }));
	assert.deepEqual([...jira.unindexed], ['SUP-2']);
	const another = connect(optionsOf(jira));
	assert.equal((await another.create(handoff())).ticketId, 'SUP-2');
	assert.equal(jira.issues.length, 3);
	assert.equal(made(jira), 3);
});

test('an issue that is indexed is found by one search, however many came after it', async (t) => {
	const { jira, connector } = await desk(t);
	await connector.create(handoff());
	for (let number = 2; number <= 400; number += 1) jira.issues.push({ key: `SUP-${number}`, fields: {} });
	const before = jira.asked.length;
	assert.equal((await connector.create(handoff())).ticketId, 'SUP-1');
	assert.equal(jira.asked.length - before, 1);
});

test('hostile text stays text: nodes of ours, and the summary is one line', async (t) => {
	const { jira, connector } = await desk(t);
	await connector.create(hostile());
	const { description, summary } = jira.issues[0]?.fields ?? {};
	const texts = textsIn(description);
	assert.ok(texts.includes('<img src=x onerror=alert(1)>'));
	assert.ok(texts.includes('"}]},{"type":"mediaSingle"}'));
	assert.ok(!String(summary).includes('\n'));
	assert.ok(HOSTILE.includes('\n'));
});

test('a conversation of megabytes is cut to what Jira takes, the end of it kept', async (t) => {
	const { jira, connector } = await desk(t);
	await connector.create(huge());
	const description = jira.issues[0]?.fields.description;
	assert.ok(textsIn(description).includes('Messages left out here: 9'));
	assert.ok(textsIn(description).some((text) => text.startsWith('message 9')));
});

test('fields that the project demands come from the options', async (t) => {
	const { jira, connector } = await desk(t);
	jira.demands = ['customfield_10010'];
	const { message } = await failsWith('invalid', connector.create(handoff()));
	assert.match(message, /400 \(customfield_10010\)/);
	const fields = { customfield_10010: 'Web', summary: 'not ours' };
	await connect(optionsOf(jira, { fields })).create(handoff());
	assert.equal(jira.issues[0]?.fields.customfield_10010, 'Web');
	assert.notEqual(jira.issues[0]?.fields.summary, 'not ours');
});

test('what Jira refuses is told apart', async (t) => {
	const { jira } = await desk(t);
	const wrong = [
		[{ priority: 'Burning' }, 'invalid', /priority/],
		[{ issueType: 'Epos' }, 'invalid', /issuetype/],
		[{ project: 'NOPE' }, 'invalid', /400/],
		[{ auth: { ...ACCOUNT, apiToken: 'jira-wrong' } }, 'auth', /401/],
	] as const;
	for (const [more, reason, named] of wrong) {
		const fault = await failsWith(reason, connect(optionsOf(jira, more)).create(handoff()));
		assert.match(fault.message, named);
		assert.ok(!fault.message.includes('jira-wrong'));
	}
	jira.next = { status: 429, headers: { 'retry-after': '12' } };
	const busy = await failsWith('rate_limited', connect(optionsOf(jira)).create(handoff()));
	assert.equal(busy.retryAfterSeconds, 12);
	assert.equal(jira.issues.length, 0);
});

test('a token with scopes goes through api.atlassian.com, and people to the site', async () => {
	const asked: EgressRequest[] = [];
	const send = async (request: EgressRequest) => {
		asked.push(request);
		const body = request.url.endsWith('/issue') ? { key: 'SUP-1' } : { issues: [] };
		return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
	};
	const cloudId = '3f8a1c52-9a8b-4c1e-8f5d-0e6b7a2c9d10';
	const options = schema.parse({ ...optionsOf({ url: 'https://acme.atlassian.net' }), cloudId });
	assert.ok(options && 'type' in options && options.type === 'jira');
	const { ticketUrl } = await createJira(options, { egress: { send } }).create(handoff());
	assert.equal(ticketUrl, 'https://acme.atlassian.net/browse/SUP-1');
	assert.deepEqual(
		new Set(asked.map(({ url }) => url.slice(0, url.indexOf('/rest')))),
		new Set([`https://api.atlassian.com/ex/jira/${cloudId}`]),
	);
});

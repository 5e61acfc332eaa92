// docs/gateway.md: its examples are these very files, so the compiler has read them; here they are run.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { verifyHost } from '../../../server-kit/src/cli/verify-host.ts';
import { createEgress } from '../../../server-kit/src/connect/egress.ts';
import type { MessageView } from '../../../server-kit/src/protocol/index.ts';
import { deskbell } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { ROOT } from '../../support/source-files.ts';
import { eventually } from '../support-ai/kits.ts';
import { actions } from './documented/actions.ts';
import { connector } from './documented/connector.ts';
import { context as endpoints } from './documented/endpoints.ts';
import { context as inProcess } from './documented/in-process.ts';
import { type CaseBody, gatewayFor, grounded, QUESTION } from './kits.ts';

const TOKEN = 'a-service-token-of-ours';
const fileOf = (name: string) => join(import.meta.dirname, 'documented', `${name}.ts`);
const text = readFileSync(join(ROOT, 'docs/gateway.md'), 'utf8');
const blocks = [...text.matchAll(/<!-- tested: ([\w-]+) -->\n```ts\n([\s\S]*?)```\n/g)];
const NAMES = ['in-process', 'four-endpoints', 'endpoints', 'actions', 'connector'];

test('every example in TypeScript is one that is tried below, word for word', () => {
	assert.deepEqual(
		blocks.map(([, name]) => name),
		NAMES,
	);
	assert.equal(text.match(/```ts\n/g)?.length, NAMES.length);
	for (const [, name = '', pasted] of blocks) {
		const [, ...lines] = readFileSync(fileOf(name), 'utf8').split('\n');
		const source = lines.join('\n').trimStart();
		assert.equal(
			pasted,
			source.replace(/^\t+/gm, (tabs) => '  '.repeat(tabs.length)),
			`${name}: the document and test/contract/gateway/documented/${name}.ts have to be alike`,
		);
	}
});

/** The example as a process of its own, with nothing but Node. Ends with the test. */
async function startHost(t: TestContext): Promise<string> {
	const port = await freePort();
	const env = { ...process.env, PORT: `${port}`, DESKBELL_SERVICE_TOKEN: TOKEN, NODE_TEST_CONTEXT: undefined };
	const host = spawn(process.execPath, [fileOf('four-endpoints')], { env, stdio: 'inherit' });
	t.after(() => host.kill('SIGKILL'));
	const url = `http://127.0.0.1:${port}`;
	await eventually(async () => {
		assert.equal(host.exitCode, null, 'the host ended before it answered');
		return (await fetch(url).catch(() => null))?.status === 404;
	}, 'the host listens');
	return url;
}

test('the host of the example passes verify-host, lets nobody else in, and answers the seed question', async (t) => {
	const url = await startHost(t);
	assert.equal((await fetch(`${url}/support/user-state?userId=ana`)).status, 401);
	const who = ['--tenant', 'acme', '--user', 'ana', '--allow-private'];
	const good = await deskbell(['verify-host', url, '--token', TOKEN, ...who]);
	assert.match(good.out, /4 of 4 sources are as they should be/, good.out + good.err);
	assert.equal(good.code, 0);
	const about = { url, token: 'some other token', tenantId: 'acme', userId: 'ana', windowHours: 72 };
	const stranger = await verifyHost(about, createEgress({ allowPrivate: true }));
	assert.ok(stranger.every(({ faults }) => /check the path and the token/.test(faults.join())));

	const kit = await gatewayFor(t, {
		model: 'extractive',
		context: { endpoints: { url, token: TOKEN, allowPrivate: true } },
	});
	const { body } = await (await kit.asking('ana')).post<CaseBody>('/cases', { message: QUESTION });
	assert.ok(
		Object.values(body.snapshot?.sources ?? {}).every(({ ok }) => ok),
		JSON.stringify(body.snapshot),
	);
	const limit = body.messages[1]?.evidence.find(({ type }) => type === 'limit');
	assert.deepEqual([limit?.value, limit?.source], ['50', 'userState']);
});

test('the context in process answers the seed question too, for the gateway and for the widget', async (t) => {
	const kit = await gatewayFor(t, { model: 'extractive', context: inProcess });
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	assert.ok(body.messages[1]?.evidence.some(({ type, value }) => type === 'limit' && value === '50'));
	const widget = await kit.ready('ana');
	const asked = await widget.post<{ message: MessageView }>(`${widget.path}/messages`, { content: QUESTION });
	assert.match(asked.body.message.content, /184 \/ 50/);
});

test('the endpoints of the example are accepted where a token is given, and refused without one', async (t) => {
	const given = { ...endpoints?.endpoints, url: 'https://app.example.com', token: TOKEN };
	await gatewayFor(t, { context: { ...endpoints, endpoints: given } });
	await assert.rejects(gatewayFor(t, { context: { ...endpoints, endpoints: { ...given, token: '' } } }), /token/);
});

test('the actions and the connector of the examples are run with what was shown', async (t) => {
	const kit = await gatewayFor(t, { context: { ...inProcess, actions }, escalation: { connector } });
	const ana = await kit.asking('ana');
	kit.model.says(grounded('Try it again.', { actions: ['a1', 'a2'] }));
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const path = `/cases/${body.case.id}`;
	const offered = body.messages[1]?.actions ?? [];
	const raise = offered.find(({ payload }) => payload.action === 'raise_limit');
	assert.ok(raise, JSON.stringify(offered));
	const ran = await ana.post<{ result: unknown }>(`${path}/actions`, { actionId: raise.id, confirm: true });
	assert.deepEqual(ran.body.result, { for: 'ana', limit: 'upload_file_size_mb' });
	const first = await ana.post<{ ticketId: string }>(`${path}/escalate`, { reason: 'a' });
	assert.match(first.body.ticketId, /^T-\d+$/);
});

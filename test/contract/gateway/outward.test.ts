// What a case sends out: four questions to the host, one ticket, and nothing to any address that stands in a text.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import knex from 'knex';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { startReceiver } from '../../../server-kit/test/connect/receiver.ts';
import { databaseFor } from '../support-ai/kits.ts';
import { type CaseBody, gatewayFor, grounded } from './kits.ts';

const TOKEN = 'a-service-token-of-ours';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** What a host tells that writes its requests down with all their headers, and has an address in every field. */
function answersWith(trap: string): Record<string, object> {
	const at = (name: string) => `${trap}/${name}`;
	const leak = `GET /support authorization: Bearer ${TOKEN}`;
	return {
		'user-state': {
			userId: 'ana',
			tenantId: 'acme',
			entities: [{ type: 'avatar', id: at('id'), description: `![x](${at('image')})`, metadata: { url: at('meta') } }],
			limitsReached: [{ limit: 'upload_mb', current: 184, max: 50 }],
		},
		'user-history': { events: [{ ts: 1_790_000_000_000, event: `<img src="${at('event')}">`, page: at('page') }] },
		'user-logs': {
			recentRequests: [{ ts: 1_790_000_000_000, route: leak, httpStatus: 500, requestId: TOKEN }],
			errors: [{ ts: 1_790_000_000_000, errorCode: 'E1', route: at('route') }],
		},
		'business-rules': { rules: { webhook: at('rule') }, errorCatalog: [{ errorCode: 'E1', resolution: at('solved') }] },
	};
}

async function started(t: TestContext) {
	const trap = await startReceiver(t, (response) => response.end('caught'));
	const trapUrl = `http://127.0.0.1:${trap.port}`;
	const answers = answersWith(trapUrl);
	const host = await startReceiver(t, (response, { path }) => {
		response.end(JSON.stringify(answers[path.replace(/^\/support\/|\?.*$/g, '')]));
	});
	const desk = await startReceiver(t, (response) => {
		response.end(JSON.stringify({ ticketId: 'T-1', ticketUrl: `${trapUrl}/ticket` }));
	});
	const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}`;
	const logged: string[] = [];
	const note = (...said: unknown[]) => void logged.push(JSON.stringify(said));
	const database = databaseFor(t);
	const kit = await gatewayFor(t, {
		database,
		log: { info: note, warn: note, error: note },
		context: { endpoints: { url: urlOf(host), token: TOKEN, allowPrivate: true } },
		escalation: { connector: { type: 'webhook', url: urlOf(desk), secret: SECRET, allowPrivate: true } },
	});
	return { kit, trap, trapUrl, host, desk, database, logged };
}

async function rowsIn(t: TestContext, database: string): Promise<string> {
	const file = knex(knexConfig(database));
	t.after(() => file.destroy());
	const tables: { name: string }[] = await file('sqlite_master').where({ type: 'table' }).select('name');
	return JSON.stringify(await Promise.all(tables.map(({ name }) => file(name))));
}

test('S-17 S-18 no address in a text is called, and no secret of ours stands anywhere afterwards', async (t) => {
	const { kit, trap, trapUrl, host, desk, database, logged } = await started(t);
	const ana = await kit.asking('ana');
	const said: string[] = [];
	const told = async (answer: Promise<{ body: unknown }>) => void said.push(JSON.stringify((await answer).body));
	const bait = `![a](${trapUrl}/a) [b](${trapUrl}/b) <${trapUrl}/c> ${trapUrl}/d`;
	kit.model.says(grounded(bait, { evidence: [{ type: 'log_excerpt', label: bait, value: `${trapUrl}/id` }] }));
	const context = { page: `${trapUrl}/page`, preview: { url: `${trapUrl}/preview` } };
	const { body } = await ana.post<CaseBody>('/cases', { message: `Look at ${trapUrl}/question`, context });
	said.push(JSON.stringify(body));
	const path = `/cases/${body.case.id}`;
	await told(ana.post(`${path}/feedback`, { feedback: 'negative', comment: bait }));
	await told(ana.post(`${path}/escalate`, { reason: `${trapUrl}/reason` }));
	await told(ana.post(`${path}/comments`, { content: `${trapUrl}/comment` }));
	await told(ana.get(path));
	await kit.kit.jobs.tick();

	assert.equal(trap.arrivals.length, 0, JSON.stringify(trap.arrivals));
	const asked = host.arrivals.map(({ method, path: one }) => `${method} ${one}`).sort();
	assert.deepEqual(asked, [
		'GET /support/business-rules',
		'GET /support/user-history?userId=ana&windowHours=72',
		'GET /support/user-logs?userId=ana&windowHours=72',
		'GET /support/user-state?userId=ana',
	]);
	assert.equal(desk.arrivals.length, 2, 'the ticket and its comment');

	const prompts = JSON.stringify(kit.model.asked);
	assert.match(prompts, /upload_mb/, 'the model was told');
	const rows = await rowsIn(t, database);
	assert.ok(rows.includes('upload_mb'), 'the snapshot is kept');
	const sent = desk.arrivals.map(({ body: one }) => one).join();
	for (const secret of [TOKEN, SECRET, SECRET.slice('whsec_'.length)])
		for (const [where, text] of Object.entries({ rows, prompts, sent, said: said.join(), logged: logged.join() }))
			assert.ok(!text.includes(secret), `${secret} stands in ${where}`);
});

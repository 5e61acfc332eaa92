// Numbers for Prometheus: what is counted, that labels stay bounded, who may read them, and that they cost nothing when off.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { ModelFault } from '@deskbell/server-kit';
import { type StartedKit, type StartOptions, startKit } from '@deskbell/server-kit/testing';
import express from 'express';
import { Counter, Registry } from 'prom-client';
import { startReceiver } from './receiver.ts';

const TOKEN = 'a token for whoever scrapes';

async function desk(options: StartOptions, t: { after(work: () => unknown): void }): Promise<StartedKit> {
	const started = await startKit(options);
	t.after(started.close);
	return started;
}

/** The value of a line; undefined where there is none. */
async function value({ kit }: StartedKit, line: string): Promise<number | undefined> {
	const { body } = await kit.metrics();
	const found = body.split('\n').find((each) => each.startsWith(`${line} `));
	return found === undefined ? undefined : Number(found.slice(line.length + 1));
}

describe('what is counted', () => {
	test('turns by how they ended, tokens, cost, first words, statements, requests', async (t) => {
		const prices = { scripted: { input: 1, output: 2 } };
		const started = await desk({ metrics: true, prices }, t);
		const ada = await started.ready('ada');
		await ada.stream(`${ada.path}/messages`, { content: 'Hello?' });
		started.model.says(async function* () {
			yield [{ type: 'text', text: 'Half' }];
			throw new ModelFault('model_timeout');
		});
		await ada.stream(`${ada.path}/messages`, { content: 'And then?' });
		const expected: Record<string, number> = {
			'deskbell_turns_total{outcome="complete"}': 1,
			'deskbell_turns_total{outcome="interrupted"}': 1,
			'deskbell_degraded_total{code="model_timeout"}': 1,
			'deskbell_time_to_first_token_seconds_count{model="scripted"}': 2,
			'deskbell_model_call_duration_seconds_count{model="scripted",outcome="done"}': 1,
			'deskbell_model_call_duration_seconds_count{model="scripted",outcome="failed"}': 1,
			'deskbell_http_requests_total{face="support-ai",operation="createMessage",status="2xx"}': 2,
			deskbell_streams_open: 0,
			deskbell_answers_running: 0,
			deskbell_store_pool_waiting_requests: 0,
		};
		for (const [line, count] of Object.entries(expected)) {
			assert.equal(await value(started, line), count, line);
		}
		for (const line of [
			'deskbell_tokens_total{model="scripted",type="input"}',
			'deskbell_tokens_total{model="scripted",type="output"}',
			'deskbell_cost_dollars_total{model="scripted"}',
		])
			assert.ok(Number(await value(started, line)) > 0, line);
		for (const kind of ['select', 'insert', 'update', 'begin', 'commit'])
			assert.ok(
				Number(await value(started, `deskbell_store_statement_duration_seconds_count{kind="${kind}"}`)) > 0,
				kind,
			);
	});

	test('a turn that a gate stops is told by gate and code, and a refused intent by its gate', async (t) => {
		const started = await desk({ metrics: true, rates: { messages: { limit: 1, windowSeconds: 60 } } }, t);
		const ada = await started.ready('ada');
		await ada.stream(`${ada.path}/messages`, { content: 'Hello?' });
		await ada.stream(`${ada.path}/messages`, { content: 'Hello again?' });
		const eve = started.as('eve');
		const { body } = await eve.post<{ conversation_id: number }>('/conversations', {});
		await eve.post(`/conversations/${body.conversation_id}/messages`, { content: 'Hello?' });
		const refusals = (gate: string, code: string) =>
			value(started, `deskbell_gate_refusals_total{gate="${gate}",code="${code}"}`);
		assert.equal(await refusals('rate limit', 'rate_limited'), 1);
		assert.equal(await refusals('disclosed', 'disclosure_required'), 1);
	});

	test('jobs: runs by how they ended, and when one last came to its end', async (t) => {
		const started = await desk({ metrics: true }, t);
		await started.kit.jobs.tick();
		const runs = 'deskbell_job_duration_seconds_count{job="forget repeats",outcome="done"}';
		assert.equal(await value(started, runs), 1);
		assert.ok(Number(await value(started, 'deskbell_job_last_success_timestamp_seconds{job="forget repeats"}')) > 0);
	});

	test('attempts to deliver a webhook by what came of them, how many wait and for how long', async (t) => {
		const started = await desk({ metrics: true, webhooks: { allowPrivate: true } }, t);
		const answers = [500, 204, 410];
		const receiver = await startReceiver(t, (response) => response.writeHead(answers.shift() ?? 204).end());
		const owner = started.as('owner', { kind: 'admin' });
		const url = `http://127.0.0.1:${receiver.port}/`;
		await owner.post('/admin/webhooks', { url, events: ['case.created'] });
		const file = () => started.as('ana').post('/cases', { subject: 'a', description: 'b' });
		const attempts = (outcome: string) => value(started, `deskbell_webhook_deliveries_total{outcome="${outcome}"}`);
		const waiting = () => value(started, 'deskbell_webhook_deliveries_waiting');
		const oldest = () => value(started, 'deskbell_webhook_oldest_waiting_seconds');
		assert.deepEqual([await waiting(), await oldest()], [0, 0]);
		await file();
		await started.kit.jobs.tick();
		assert.deepEqual([await attempts('failed'), await waiting()], [1, 1]);
		started.clock.pass(4_000);
		assert.equal(await oldest(), 4);
		started.clock.pass(4_000);
		await started.kit.jobs.tick();
		assert.deepEqual([await attempts('delivered'), await waiting(), await oldest()], [1, 0, 0]);
		await file();
		await started.kit.jobs.tick();
		assert.deepEqual([await attempts('given_up'), await waiting()], [1, 0]);
	});

	test('no person, no tenant, no id and no foreign word stands in a label', async (t) => {
		const started = await desk({ metrics: true }, t);
		const ada = await started.ready('ada-marmalade', { tenantId: 'tenant-marmalade' });
		await ada.stream(`${ada.path}/messages`, { content: 'Is it marmalade?' });
		await ada.get('/marmalade');
		await ada.get('/conversations/987654321');
		const { body } = await started.kit.metrics();
		assert.doesNotMatch(body, /marmalade|987654321/);
		assert.match(body, /operation="none",status="4xx"/);
	});

	test('what a token costs does not grow: an answer of two hundred words tells nobody more often than one of ten', async (t) => {
		const registry = new Registry();
		let told = 0;
		const started = await desk({ metrics: { registry } }, t);
		for (const name of ['deskbell_turns_total', 'deskbell_tokens_total', 'deskbell_http_requests_total']) {
			const counter = registry.getSingleMetric(name) as Counter;
			const inc = counter.inc.bind(counter) as (...given: unknown[]) => void;
			Object.assign(counter, {
				inc(...given: unknown[]) {
					told += 1;
					inc(...given);
				},
			});
		}
		const ada = await started.ready('ada');
		const tellings: number[] = [];
		for (const words of [10, 200]) {
			told = 0;
			started.model.says('word '.repeat(words));
			await ada.stream(`${ada.path}/messages`, { content: `${words} words, please` });
			tellings.push(told);
		}
		assert.ok(Number(tellings[0]) > 0);
		assert.equal(tellings[1], tellings[0]);
	});
});

describe('who may read them', () => {
	test('nobody over HTTP, unless the host has set a token; with it, whoever brings it', async (t) => {
		const closed = await desk({ metrics: true }, t);
		assert.equal((await fetch(`${closed.url}/metrics`)).status, 404);
		const open = await desk({ metrics: { token: TOKEN } }, t);
		const ask = (authorization?: string) =>
			fetch(`${open.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } });
		for (const wrong of [undefined, '', 'Bearer ', `Bearer ${TOKEN} `.slice(0, -2), `Basic ${TOKEN}`, TOKEN]) {
			const refused = await ask(wrong);
			assert.equal(refused.status, 401, String(wrong));
			assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer/);
			assert.doesNotMatch(await refused.text(), /deskbell_/);
		}
		const answer = await ask(`Bearer ${TOKEN}`);
		assert.equal(answer.status, 200);
		assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=/);
		assert.equal(answer.headers.get('cache-control'), 'no-store');
		assert.match(await answer.text(), /^deskbell_streams_open 0$/m);
	});

	test('off, the kit says so, and a route of the host’s own at this path is left to the host', async (t) => {
		const { kit } = await desk({}, t);
		await assert.rejects(kit.metrics(), /option `metrics`/);
		const app = express();
		app.use(kit.callback as express.RequestHandler);
		app.get('/metrics', (_request, response) => void response.send('the host’s own'));
		const server = createServer(app).listen(0);
		t.after(() => server.close());
		const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
		assert.equal(await answer.text(), 'the host’s own');
	});

	test('in the host’s own registry they stand beside the host’s, and go with the kit', async (t) => {
		const registry = new Registry();
		new Counter({ name: 'of_the_host_total', help: 'the host’s', registers: [registry] });
		const first = await startKit({ metrics: { registry } });
		assert.match((await first.kit.metrics()).body, /of_the_host_total/);
		await assert.rejects(startKit({ metrics: { registry } }), /metrics\.registry/);
		await first.close();
		const left = await registry.getMetricsAsJSON();
		assert.deepEqual(
			left.map(({ name }) => name),
			['of_the_host_total'],
		);
		const second = await startKit({ metrics: { registry } });
		t.after(second.close);
	});

	test('a registry whose counters throw costs nobody an answer', async (t) => {
		const registry = new Registry();
		const started = await desk({ metrics: { registry } }, t);
		for (const metric of registry.getMetricsAsArray())
			for (const verb of ['inc', 'observe', 'set'])
				Object.assign(metric, {
					[verb]() {
						throw new Error('broken');
					},
				});
		const ada = await started.ready('ada');
		const { parts } = await ada.stream(`${ada.path}/messages`, { content: 'Hello?' });
		assert.equal(parts.at(-1)?.type, 'finish');
	});
});

// F-01: an upstream that says it is busy is not asked by everyone again. One call asks for all, within a bounded time.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { failure, startUpstream, type Upstream } from '../../../test/upstream/server.ts';
import { createBusyGate } from '../../src/answer/models/busy.ts';
import { createOpenAiModel } from '../../src/answer/models/openai.ts';
import { type Model, type ModelEvent, ModelFault } from '../../src/core/model.ts';
import { request } from './request.ts';

async function ask(model: Model, signal = new AbortController().signal): Promise<string | ModelFault> {
	const events: ModelEvent[] = [];
	try {
		for await (const batch of model.answer(request, signal)) events.push(...batch);
		return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
	} catch (fault) {
		assert.ok(fault instanceof ModelFault, `not a ModelFault: ${fault}`);
		return fault;
	}
}

const fifty = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, make));

describe('a busy upstream', () => {
	let busy: Upstream;
	let model: Model;
	beforeEach(async () => {
		busy = await startUpstream({ otherwise: failure(429) });
		model = createOpenAiModel({ baseURL: busy.url, apiKey: 'none', model: 'scripted' });
	});
	afterEach(() => busy.close());

	test('meets fifty callers with at most sixty requests, and every one is told', async () => {
		const faults = await fifty(() => ask(model));
		for (const fault of faults) assert.ok(fault instanceof ModelFault && fault.code === 'vendor_outage');
		assert.ok(busy.requests.length <= 60, `${busy.requests.length} requests`);
	});

	test('that names two minutes is left alone: who comes within them is told at once how long', async () => {
		busy.script(failure(429, { retryAfter: '120' }));
		await ask(model);
		const faults = await fifty(() => ask(model));
		assert.equal(busy.requests.length, 1);
		for (const fault of faults) assert.ok(fault instanceof ModelFault && Number(fault.retryAfterSeconds) > 100);
	});

	test('that is free again answers all who waited', async () => {
		await using brief = await startUpstream();
		const waiting = createOpenAiModel({ baseURL: brief.url, apiKey: 'none', model: 'scripted' });
		brief.script(failure(429, { retryAfter: '1' }));
		assert.equal(await ask(waiting), 'Hello from the upstream.');
		brief.script(failure(529), failure(503, { retryAfter: '1' }));
		for (const text of await fifty(() => ask(waiting))) assert.equal(text, 'Hello from the upstream.');
	});
});

describe('the gate', () => {
	const soon = () => performance.now() + 5_000;
	const never = new AbortController().signal;

	test('is open, and stays so, while nothing was said to be busy', async () => {
		const gate = createBusyGate();
		for (let call = 0; call < 3; call += 1) await gate.enter(soon(), never);
		gate.free();
		await gate.enter(0, never);
	});

	test('lets one through after the time named; the others share what it meets', async () => {
		const gate = createBusyGate();
		gate.busy(null);
		await gate.enter(soon(), never);
		const others = [1, 2, 3].map(() => gate.enter(soon(), never));
		await pause(20);
		gate.busy(null);
		for (const other of await Promise.allSettled(others)) assert.equal(other.status, 'rejected');
		await gate.enter(soon(), never);
		const fortunate = [1, 2, 3].map(() => gate.enter(soon(), never));
		gate.free();
		await Promise.all(fortunate);
	});

	test('lets another through where the one who asked came to no end', async () => {
		const gate = createBusyGate();
		gate.busy(null);
		await gate.enter(soon(), never);
		const next = gate.enter(soon(), never);
		await pause(20);
		gate.unknown();
		await next;
	});

	test('says at once that it would take too long, and stops waiting for who leaves', async () => {
		const gate = createBusyGate();
		gate.busy(30);
		await assert.rejects(gate.enter(soon(), never), ModelFault);
		const leaving = new AbortController();
		const waiting = gate.enter(performance.now() + 60_000, leaving.signal);
		leaving.abort();
		await assert.rejects(waiting, { name: 'AbortError' });
	});
});

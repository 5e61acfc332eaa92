// What every contract test of this face needs: a kit that closes with its test, and short words for what came back.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type StartedKit, type StartOptions, startKit } from '@deskbell/server-kit/testing';
import type { StreamPart } from '../../../server-kit/src/protocol/index.ts';
import type { Script } from '../../../server-kit/src/testing/scripted-model.ts';

/** A kit that is closed when the test is over. */
export async function kitFor(test: TestContext, options: StartOptions = {}): Promise<StartedKit> {
	const kit = await startKit(options);
	test.after(() => kit.close());
	return kit;
}

/** The path of a SQLite file that goes with the test, for one that looks behind the kit or opens it twice. */
export function databaseFor(test: TestContext): string {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-contract-${process.pid}-`));
	test.after(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'desk.sqlite');
}

/** Two kits on one database, as two processes would be; Ana is known to both. */
export async function twoKits(test: TestContext) {
	const options = { database: databaseFor(test), clock: { now: () => Date.now() } };
	const [one, other] = [await kitFor(test, options), await kitFor(test, options)];
	const ana = await one.ready('ana');
	return { one, other, ana, elsewhere: { ...other.as('ana'), path: ana.path } };
}

/** The faults of a 422, as `body.rating less_than_equal`. */
export function faultsOf({ body }: { body: unknown }): string[] {
	const { detail } = body as { detail: { loc: (string | number)[]; type: string }[] };
	return detail.map(({ loc, type }) => `${loc.join('.')} ${type}`);
}

/** The stable code of an error or of a degraded state. */
export function codeOf({ body }: { body: unknown }): string {
	return (body as { code: string }).code;
}

/** The body without what differs from request to request. */
export function withoutRequestId({ body }: { body: unknown }): Record<string, unknown> {
	const { request_id: _own, ...rest } = body as Record<string, unknown>;
	return rest;
}

const PATIENCE_MS = 60_000;

/** Asks again until it holds. */
export async function eventually(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
	for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await pause(10)) {
		if (await holds()) return;
	}
	throw new Error(`never came true: ${what}`);
}

/** An answer that stands still in its middle until `release` is called; an abort ends it at once. */
export function heldAnswer(before: string, after = 'the end.') {
	let release = () => {};
	let begun = () => {};
	const gate = new Promise<void>((open) => {
		release = open;
	});
	const started = new Promise<void>((tell) => {
		begun = tell;
	});
	const script: Script = async function* (_request, signal) {
		yield [{ type: 'text', text: before }];
		begun();
		const aborted = new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }));
		await Promise.race([gate, aborted]);
		if (signal.aborted) return;
		yield [
			{ type: 'text', text: after },
			{ type: 'usage', usage: { inputTokens: 7, outputTokens: 5, estimated: false } },
			{ type: 'finish', reason: 'stop' },
		];
	};
	return { script, started, release };
}

/** An answer that says this much, then fails. */
export function failingAnswer(fault: unknown, before = ''): Script {
	return async function* () {
		if (before) yield [{ type: 'text', text: before }];
		throw fault;
	};
}

/** Gives the event loop a turn after each piece, so that a reader sees it come. */
export function pacedAnswer(pieces: readonly string[]): Script {
	return async function* () {
		for (const text of pieces) {
			yield [{ type: 'text', text }];
			await new Promise(setImmediate);
		}
		yield [{ type: 'finish', reason: 'stop' }];
	};
}

/** The text of a streamed answer. */
export function textOf(parts: readonly StreamPart[]): string {
	return parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
}

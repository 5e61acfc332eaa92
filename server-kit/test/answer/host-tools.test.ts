// What stands between a model's call and a host's function, by itself: the closed schema, who waits, what is written down.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, callHostTool } from '../../src/answer/host-tools.ts';
import { createToolBudget } from '../../src/answer/tool-budget.ts';
import type { Caller } from '../../src/core/caller.ts';
import type { HostTool } from '../../src/core/host-tool.ts';
import { type ToolDefinition, tools, toolsFrom } from '../../src/options/tools.ts';

const ANA: Caller = { tenantId: 'acme', userId: 'ana', kind: 'customer', roles: [] };

function toolFrom(more: Partial<ToolDefinition>): HostTool {
	const input = { type: 'object' as const, properties: {} };
	const given = { name: 'move', description: 'Moves it.', input, execute: () => null, ...more };
	const [tool] = toolsFrom(tools.parse([given]), 15).list;
	assert.ok(tool);
	return tool;
}

test('a field that an inner object does not name is refused, like one of the outer object', () => {
	const to = { type: 'object', properties: { folder: { type: 'string' } } };
	const { check } = toolFrom({ input: { type: 'object', properties: { to, list: { type: 'array', items: to } } } });
	assert.deepEqual(check({ to: { folder: 'a' } }), { input: { to: { folder: 'a' } } });
	for (const given of [{ admin: true }, { to: { folder: 'a', owner: 'eve' } }, { list: [{ owner: 'eve' }] }])
		assert.match(JSON.stringify(check(given)), /Unrecognized key/, JSON.stringify(given));
});

test('nothing but a plain false of the host’s function waives the yes', () => {
	const throws = () => {
		throw new Error('not now');
	};
	const answers: readonly (readonly [approval: () => unknown, waits: boolean])[] = [
		[() => false, false],
		[() => true, true],
		[() => undefined, true],
		[async () => false, true],
		[throws, true],
	];
	for (const [approval, waits] of answers)
		assert.equal(toolFrom({ approval: approval as () => boolean }).needsApproval({}, ANA), waits, String(approval));
});

test('a call that cannot be written down is not run, and the reader is told of none', async () => {
	const ran: unknown[] = [];
	const told: unknown[] = [];
	const tool = toolFrom({ readOnly: true, execute: (input) => ran.push(input) });
	const ledger = {
		open: () => Promise.reject(new Error('the store is away')),
		close: async () => {},
	};
	const bench = {
		input: { caller: ANA, conversation: { id: 1, locale: 'en' } },
		ledger,
		budget: createToolBudget(() => 0),
		clean: (text: string) => text,
		tell: (parts: readonly unknown[]) => void told.push(...parts),
		signal: new AbortController().signal,
		log: { info() {}, warn() {}, error() {} },
	} as unknown as Bench;
	const { worked, forModel } = await callHostTool(tool, { id: 'c1', name: 'move', arguments: '{}' }, bench);
	assert.deepEqual([worked, ran, told], [false, [], []]);
	assert.match(forModel, /cannot be used/);
});

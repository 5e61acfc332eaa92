// What may be suggested: only what the host's own facts ask for, with arguments that stand in the cleaned snapshot.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SuggestionWords, suggestionsOf } from '../../src/answer/suggestions.ts';
import { connectHost } from '../../src/connect/host-context.ts';
import type { CustomAction, CustomOffer } from '../../src/core/ports.ts';
import { buildSnapshot } from '../../src/core/snapshot/build.ts';
import { context } from '../../src/options/context.ts';

const as = (text: string) => text.replaceAll('sk-secret', '[redacted]');
const ok = (data: unknown) => ({ ok: true as const, data, ms: 1 });
const words: SuggestionWords = { ticket: 'Ask', retry: 'Again', requestAccess: 'Access', language: 'de' };
const everything = new Set(['retry', 'request_access', 'custom'] as const);

interface Told {
	roles?: string[];
	activeErrors?: object[];
	limitsReached?: object[];
	errors?: object[];
	recentRequests?: object[];
	errorCatalog?: object[];
}

function suggested(
	told: Told,
	custom: readonly CustomOffer[] = [],
	can: ReadonlySet<'retry' | 'request_access' | 'custom'> = everything,
) {
	const { roles = [], activeErrors, limitsReached, errorCatalog, ...logs } = told;
	const state = { userId: 'ana', tenantId: 'acme', roles, activeErrors, limitsReached };
	const answers = {
		userState: ok(state),
		userHistory: ok({}),
		userLogs: ok(logs),
		businessRules: ok({ errorCatalog }),
	};
	const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [] };
	const redactor = { visible: as, secrets: as, personal: as };
	const { content } = buildSnapshot(caller, answers, { redactor, maxBytes: 12_000 });
	return suggestionsOf(content, [], { can, custom }, words).filter(({ type }) => type !== 'create_ticket');
}

const denied = { ts: '2026-11-22T09:00:00Z', errorCode: 'E403', errorClass: 'PermissionError', resourceId: 'proj_7' };
const known = { errorCode: 'E403', errorClass: 'PermissionError', userActionable: true, requiredRole: 'editor' };

test('access is suggested where a right is missing that the user may ask for', () => {
	const [only, ...more] = suggested({ errors: [denied, denied], errorCatalog: [known], roles: ['viewer'] });
	assert.deepEqual(more, [], 'once, however often it was met');
	assert.deepEqual(
		{ ...only },
		{
			name: 'a1',
			type: 'request_access',
			label: 'Access: editor, proj_7',
			payload: { errorCode: 'E403', resourceId: 'proj_7', role: 'editor' },
			about: 'E403',
		},
	);
});

test('a request that was answered 403 says it as well as a class of errors', () => {
	const request = { ts: denied.ts, route: '/x', httpStatus: 403, errorCode: 'NOPE' };
	const errorCatalog = [{ errorCode: 'NOPE', userActionable: true }];
	assert.deepEqual(
		suggested({ recentRequests: [request], errorCatalog }).map(({ payload }) => payload),
		[{ errorCode: 'NOPE' }],
	);
});

const REFUSED: readonly (readonly [why: string, told: Told])[] = [
	['the role is theirs already', { errors: [denied], errorCatalog: [known], roles: ['editor'] }],
	['the user can do nothing about it', { errors: [denied], errorCatalog: [{ ...known, userActionable: false }] }],
	['nobody says that the user can do something', { errors: [denied], errorCatalog: [{ errorCode: 'E403' }] }],
	[
		'it is another kind of error',
		{ errors: [{ ...denied, errorClass: 'LimitError' }], errorCatalog: [{ ...known, errorClass: 'LimitError' }] },
	],
	['only the catalog speaks of it', { errorCatalog: [known] }],
	['an error without a code', { recentRequests: [{ ts: denied.ts, route: '/x', httpStatus: 403 }] }],
];

for (const [why, told] of REFUSED)
	test(`no access is suggested where ${why}`, () => {
		assert.deepEqual(suggested(told), []);
	});

test('what the host cannot do is not suggested', () => {
	assert.deepEqual(suggested({ errors: [denied], errorCatalog: [known] }, [], new Set(['retry'] as const)), []);
});

const larger: CustomOffer = {
	name: 'larger_plan',
	label: { en: 'A larger plan', de: 'Ein größerer Tarif' },
	when: { limits: ['upload_mb'], errorCodes: ['E413'] },
};

test('an action of the host’s own is suggested where its trouble was met, with what was met', () => {
	const limitsReached = [{ limit: 'upload_mb', current: 184, max: 50 }];
	const [byLimit] = suggested({ limitsReached }, [larger]);
	assert.deepEqual(
		[byLimit?.label, byLimit?.payload],
		['Ein größerer Tarif', { action: 'larger_plan', limit: 'upload_mb' }],
	);
	const activeErrors = [{ errorCode: 'E413', resourceId: 'file_1' }];
	const [byError] = suggested({ activeErrors }, [larger]);
	assert.deepEqual(byError?.payload, { action: 'larger_plan', errorCode: 'E413', resourceId: 'file_1' });
	assert.deepEqual(suggested({ limitsReached: [{ limit: 'projects' }] }, [larger]), []);
	assert.deepEqual(suggested({}, [larger]), []);
});

test('a secret in a fact is in no argument', () => {
	const told = suggested({ errors: [{ ...denied, resourceId: 'sk-secret' }], errorCatalog: [known] });
	assert.equal(told[0]?.payload.resourceId, '[redacted]');
});

test('the option checks what a host gives, and runs the one that the payload names', async () => {
	const ran: string[] = [];
	const action = (name: string): CustomAction => ({ ...larger, name, run: () => void ran.push(name) });
	const host = connectHost(context.parse({ actions: { custom: [action('one'), action('two')] } }));
	const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [] };
	await host?.actions.custom?.(caller, { action: 'two' });
	assert.deepEqual(ran, ['two']);
	assert.throws(() => host?.actions.custom?.(caller, { action: 'toString' }), /no such action/);
	assert.equal(connectHost(context.parse({}))?.actions.custom, undefined);
	for (const wrong of [
		[action('one'), action('one')],
		[{ ...action('one'), when: {} }],
		[{ ...action('one'), run: 'rm' }],
		[{ ...action('one'), name: 'a b' }],
	])
		assert.equal(context.safeParse({ actions: { custom: wrong } }).success, false);
});

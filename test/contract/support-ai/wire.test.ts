// What holds of every answer and of every operation alike: how times and ids look, and who may be asked twice.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { endpointsOf } from '../../../server-kit/scripts/document.ts';
import { documents } from '../documents.ts';
import { hostOf } from '../gateway/kits.ts';

const kit = await startKit({ clock: { now: () => Date.UTC(2026, 10, 22, 9, 0, 0, 7) } });
after(() => kit.close());
const ana = await kit.ready('ana');
const admin = kit.as('grace', { kind: 'admin' });

/** Every field of an answer, however deep, as its name and its value. */
function fieldsOf(value: unknown): [string, unknown][] {
	if (typeof value !== 'object' || value === null) return [];
	const own = Array.isArray(value) ? [] : Object.entries(value);
	return [...own, ...Object.values(value).flatMap(fieldsOf)];
}

/** Named by the host, as the audit tells them. */
const PEOPLE = ['grace', 'jo'];

test('times are instants of UTC with milliseconds, ids are integers', async () => {
	const { id } = (await ana.post<{ id: number }>('/cases', { subject: 'a', description: 'b' })).body;
	const agent = { tenantId: 'acme', userId: 'jo', kind: 'agent' as const, roles: [] };
	await kit.kit.core.tickets.comment(agent, id, { body: 'A reply.', visibility: 'public' });
	await ana.post(`${ana.path}/messages`, { content: 'How large may uploads be?' });
	await ana.post(`${ana.path}/feedback`, { helpful: false, comment: 'No.' });
	await admin.post('/admin/articles', { slug: 'a', title: 'A', body: 'B.' });
	const answers = await Promise.all([
		...['/cases', `/cases/${id}`, '/conversations', ana.path, '/disclosure/status', '/quota'].map((path) =>
			ana.get(path),
		),
		...['training-candidates', 'usage', 'articles', 'audit'].map((path) => admin.get(`/admin/${path}`)),
		ana.post(`${ana.path}/escalate`, {}),
	]);
	const fields = answers.flatMap(({ status, body }) => {
		assert.equal(status, 200);
		return fieldsOf(body);
	});
	const times = fields.filter(([name, value]) => name.endsWith('_at') && value !== null);
	assert.deepEqual(
		times.filter(([, value]) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value))),
		[],
	);
	const names = new Set(times.map(([name]) => name));
	for (const name of ['created_at', 'updated_at', 'last_comment_at', 'accepted_at', 'resets_at', 'escalated_at'])
		assert.ok(names.has(name), name);
	assert.ok(times.some(([, value]) => value === '2026-11-22T09:00:00.007Z'));
	const ids = fields.filter(
		([name, value]) => /^(id|conversation_id|message_id|case_id)$/.test(name) && value !== null,
	);
	assert.deepEqual(
		ids.filter(([, value]) => !Number.isInteger(value) && !PEOPLE.includes(String(value))),
		[],
	);
});

/** Operations that take no Idempotency-Key, and why a repetition does no harm. */
const REPEATED: Readonly<Record<string, string>> = {
	stopAnswer: 'what has ended is not ended again',
	createVisitor: 'a token that holds is renewed; else nobody has the first one',
	importArticles: 'the same slug is the same article',
	testWebhook: 'a test makes nothing',
};

test('every POST that makes or does something takes an Idempotency-Key, or is known to bear repetition', () => {
	const face = documents.get('support-ai');
	assert.ok(face);
	const without = endpointsOf(face)
		.filter(
			({ method, parameters = [] }) => method === 'post' && !parameters.some(({ name }) => name === 'Idempotency-Key'),
		)
		.map(({ operationId }) => operationId);
	assert.deepEqual(without.sort(), Object.keys(REPEATED).sort());
});

test('where the paths begin is the host’s choice', async (t) => {
	const own = await startKit({ context: hostOf, paths: { supportAi: '/help/desk', gateway: '/help/cases' } });
	t.after(() => own.close());
	const ben = await own.ready('ben');
	assert.equal((await ben.get('/quota')).status, 200);
	assert.ok(own.face.endsWith('/help/desk'));
	assert.equal((await fetch(`${own.url}/help/cases/health`)).status, 200);
	for (const usual of ['/api/support/ai/quota', '/api/health'])
		assert.equal((await fetch(own.url + usual)).headers.get('x-request-id'), null, usual);
});

// Every event that is really sent has the shape that the OpenAPI document gives it, and no field beside it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, type OpenApi, present, resolved, type Schema } from '../../../server-kit/scripts/document.ts';
import { EVENT_TYPES } from '../../../server-kit/src/core/webhooks/events.ts';
import { startReceiver } from '../../../server-kit/test/connect/receiver.ts';
import { compiled, documents } from '../documents.ts';
import { adminOf } from './admins.ts';
import { kitFor } from './kits.ts';
import { leaveMarks, modelWithTools } from './person.ts';

const api = documents.get('support-ai') as OpenApi;
const AN_HOUR_MS = 3_600_000;

function bodyOf(type: string): Schema {
	const schema = api.webhooks?.[type]?.post?.requestBody?.content?.['application/json']?.schema;
	return schema ?? assert.fail(`${type} stands in no document`);
}

/** Paths of fields that the schema does not name. */
function undeclared(value: unknown, schema: Schema, path: string): string[] {
	const { properties, items } = resolved(present(resolved(schema, api)), api);
	if (Array.isArray(value)) return value.flatMap((one, at) => undeclared(one, items ?? {}, `${path}[${at}]`));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const declared = properties?.[key];
		return declared ? undeclared(inner, declared, `${path}.${key}`) : [`${path}.${key}`];
	});
}

test('the document names every type there is, each with a schema of its own', () => {
	assert.deepEqual(Object.keys(api.webhooks ?? {}).sort(), [...EVENT_TYPES, 'webhook.test'].sort());
	const names = Object.keys(api.webhooks ?? {}).map((type) => nameOf(bodyOf(type)));
	assert.equal(new Set(names).size, names.length);
	assert.ok(!names.includes(null));
});

test('a field that is not declared is found, however deep', () => {
	const sent = { type: 'person.erased', data: { person: { id: 'ana', name: 'Ana' } }, more: 1 };
	assert.deepEqual(undeclared(sent, bodyOf('person.erased'), ''), ['.data.person.name', '.more']);
});

test('each type is sent as it is documented', async (t) => {
	const model = modelWithTools();
	const kit = await kitFor(t, { model, webhooks: { allowPrivate: true } });
	await kit.kit.core.knowledge.write('acme', [
		{
			slug: 'uploads',
			title: 'Uploads',
			url: null,
			locale: 'en',
			body: 'Uploads stop at 5 GB.',
			passages: [{ headings: [], anchor: null, text: 'Uploads stop at 5 GB.' }],
		},
	]);
	const receiver = await startReceiver(t, (response) => response.writeHead(204).end());
	const admin = adminOf(kit);
	const url = `http://127.0.0.1:${receiver.port}/`;
	const { body: hook } = await admin.post<{ id: number }>('/admin/webhooks', { url, events: EVENT_TYPES });
	const told = () => receiver.arrivals.map(({ body }) => JSON.parse(body) as { type: string });
	const ana = await leaveMarks(kit, model, 'canary');
	model.says('Uploads stop at 5 GB [1].');
	await ana.post(`${ana.path}/messages`, { content: 'How large may uploads be?' });
	await ana.post(`${ana.path}/feedback`, { helpful: true, rating: 4 });
	await ana.post(`${ana.path}/feedback`, { helpful: false });
	await kit.kit.jobs.tick();
	await ana.delete(ana.path);
	await ana.delete('/me');
	kit.clock.pass(AN_HOUR_MS);
	await kit.kit.jobs.tick();
	await admin.post(`/admin/webhooks/${hook.id}/test`);
	for (const event of told()) {
		const schema = bodyOf(event.type);
		const validate = compiled('support-ai', schema);
		assert.ok(validate(event), JSON.stringify([event, validate.errors]));
		assert.deepEqual(undeclared(event, schema, event.type), []);
	}
	const met = new Set(told().map(({ type }) => type));
	assert.deepEqual([...met].sort(), [...EVENT_TYPES, 'webhook.test'].sort());
	assert.match(JSON.stringify(told()), /"citations":\[\{/, 'also with a source');
});

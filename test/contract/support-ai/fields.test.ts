// Every rule of every field, in FastAPI's words: where it is, what kind of fault, and never what was sent.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { faultsOf } from './kits.ts';

const kit = await startKit();
after(() => kit.close());
const ana = await kit.ready('ana');
const { body: support } = await ana.post<{ id: number }>('/cases', { subject: 'a', description: 'b' });
const CANARY = 'canary-5b1f';
const good = { subject: 'Upload', description: 'It stops.' };

type Row = readonly [path: string, body: unknown, faults: string[]];

const wrong: readonly Row[] = [
	['/cases', undefined, ['body missing']],
	['/cases', null, ['body missing']],
	['/cases', [CANARY], ['body model_attributes_type']],
	['/cases', CANARY, ['body model_attributes_type']],
	['/cases', {}, ['body.subject missing', 'body.description missing']],
	['/cases', { ...good, subject: '' }, ['body.subject string_too_short']],
	['/cases', { ...good, subject: ' \t\n\u00a0' }, ['body.subject string_too_short']],
	['/cases', { ...good, subject: '\u200b\u2060\ufeff' }, ['body.subject string_too_short']],
	['/cases', { ...good, subject: null }, ['body.subject string_type']],
	['/cases', { ...good, subject: `${CANARY}${'x'.repeat(200)}` }, ['body.subject string_too_long']],
	['/cases', { ...good, subject: [CANARY] }, ['body.subject string_type']],
	['/cases', { ...good, description: 7 }, ['body.description string_type']],
	['/cases', { ...good, description: 'x'.repeat(10_001) }, ['body.description string_too_long']],
	['/cases', { ...good, category: 'x'.repeat(101) }, ['body.category string_too_long']],
	['/cases', { ...good, category: true }, ['body.category string_type']],
	['/cases', { ...good, priority: CANARY }, ['body.priority literal_error']],
	['/cases', { ...good, priority: 1 }, ['body.priority literal_error']],
	['/cases', { ...good, conversation_id: CANARY }, ['body.conversation_id int_parsing']],
	['/cases', { ...good, conversation_id: 1.5 }, ['body.conversation_id int_from_float']],
	['/cases', { ...good, conversation_id: [1] }, ['body.conversation_id int_type']],
	[`/cases/${support.id}/comments`, {}, ['body.body missing']],
	[`/cases/${support.id}/comments`, { body: '\u200e\u200f' }, ['body.body string_too_short']],
	[`/cases/${support.id}/comments`, { body: '  ' }, ['body.body string_too_short']],
	[`/cases/${support.id}/comments`, { body: 'x'.repeat(10_001) }, ['body.body string_too_long']],
	['/conversations', { title: 5 }, ['body.title string_type']],
	['/conversations', { title: 'x'.repeat(201) }, ['body.title string_too_long']],
	['/conversations', { locale: `${CANARY}_x` }, ['body.locale value_error']],
	['/conversations', { context: CANARY }, ['body.context dict_type']],
	['/conversations', { context: [CANARY] }, ['body.context dict_type']],
	['/conversations', { context: { page: 'x'.repeat(4096) } }, ['body.context value_error']],
	[`${ana.path}/escalate`, { reason: 'x'.repeat(201) }, ['body.reason string_too_long']],
	[`${ana.path}/escalate`, { note: 'x'.repeat(2001) }, ['body.note string_too_long']],
	[`${ana.path}/escalate`, { note: {} }, ['body.note string_type']],
	[`${ana.path}/feedback`, {}, ['body value_error']],
	[`${ana.path}/feedback`, { comment: 'only words' }, ['body value_error']],
	[`${ana.path}/feedback`, { helpful: null, rating: null }, ['body value_error']],
	[`${ana.path}/feedback`, { rating: 0 }, ['body.rating greater_than_equal']],
	[`${ana.path}/feedback`, { rating: 6 }, ['body.rating less_than_equal']],
	[`${ana.path}/feedback`, { rating: 4.5 }, ['body.rating int_from_float']],
	[`${ana.path}/feedback`, { rating: CANARY }, ['body.rating int_parsing']],
	[`${ana.path}/feedback`, { rating: [5] }, ['body.rating int_type']],
	[`${ana.path}/feedback`, { helpful: CANARY }, ['body.helpful bool_parsing']],
	[`${ana.path}/feedback`, { helpful: [] }, ['body.helpful bool_type']],
	[`${ana.path}/feedback`, { helpful: true, comment: 'x'.repeat(2001) }, ['body.comment string_too_long']],
	[`${ana.path}/feedback`, { helpful: true, message_id: CANARY }, ['body.message_id int_parsing']],
	[`${ana.path}/feedback`, { helpful: true, reasons: CANARY }, ['body.reasons list_type']],
	[`${ana.path}/feedback`, { helpful: true, reasons: ['ok', 5] }, ['body.reasons.1 string_type']],
	[`${ana.path}/feedback`, { helpful: true, reasons: [''] }, ['body.reasons.0 string_too_short']],
	[`${ana.path}/feedback`, { helpful: true, reasons: ['x'.repeat(101)] }, ['body.reasons.0 string_too_long']],
	[`${ana.path}/feedback`, { helpful: true, reasons: Array(11).fill('a') }, ['body.reasons too_long']],
	[`${ana.path}/messages`, undefined, ['body missing']],
	[`${ana.path}/messages`, {}, ['body.content missing']],
	[`${ana.path}/messages`, { content: '' }, ['body.content string_too_short']],
	[`${ana.path}/messages`, { content: ' \r\n\t\u2003' }, ['body.content string_too_short']],
	[`${ana.path}/messages`, { content: '\u200b\u200d \u00ad\ufe0f\u3164' }, ['body.content string_too_short']],
	[`${ana.path}/messages`, { content: '\u0000' }, ['body.content string_too_short']],
	[`${ana.path}/messages`, { content: `${CANARY}${'x'.repeat(8000)}` }, ['body.content string_too_long']],
	[`${ana.path}/messages`, { content: { text: CANARY } }, ['body.content string_type']],
	[`${ana.path}/messages`, { content: 'a', client_message_id: '' }, ['body.client_message_id string_too_short']],
	[
		`${ana.path}/messages`,
		{ content: 'a', client_message_id: 'x'.repeat(129) },
		['body.client_message_id string_too_long'],
	],
	[`${ana.path}/messages`, { content: 'a', client_message_id: 5 }, ['body.client_message_id string_type']],
	[`${ana.path}/messages`, { content: 'a', context: 5 }, ['body.context dict_type']],
	['/disclosure/accept', {}, ['body.version missing']],
	['/disclosure/accept', { version: 1 }, ['body.version string_type']],
	['/disclosure/accept', { version: CANARY }, ['body.version value_error']],
	['/disclosure/accept', { version: 'x'.repeat(41) }, ['body.version string_too_long']],
	['/disclosure/accept', { version: '1', locale: 'no tag!' }, ['body.locale value_error']],
];

for (const [path, body, faults] of wrong) {
	const sent = JSON.stringify(body) ?? 'nothing';
	test(`POST ${path} ${sent.length > 60 ? `${sent.slice(0, 60)}…` : sent}: ${faults.join(', ')}`, async () => {
		const response = await ana.post(path, body);
		assert.equal(response.status, 422);
		assert.deepEqual(faultsOf(response), faults);
		assert.doesNotMatch(JSON.stringify(response.body), new RegExp(CANARY), 'the input is not echoed');
		for (const fault of (response.body as unknown as { detail: { msg: string }[] }).detail) {
			assert.deepEqual(Object.keys(fault).sort(), ['loc', 'msg', 'type']);
			assert.notEqual(fault.msg, '');
		}
	});
}

const wrongQueries: readonly (readonly [path: string, faults: string[]])[] = [
	['/cases?limit=0', ['query.limit greater_than_equal']],
	['/cases?limit=-5', ['query.limit greater_than_equal']],
	['/cases?limit=101', ['query.limit less_than_equal']],
	['/cases?limit=ten', ['query.limit int_parsing']],
	['/cases?limit=', ['query.limit int_parsing']],
	['/cases?limit=1.5', ['query.limit int_parsing']],
	['/cases?limit=99999999999999999999', ['query.limit int_parsing_size']],
	['/cases?status_filter=lost', ['query.status_filter literal_error']],
	['/cases?status_filter=open,lost', ['query.status_filter literal_error']],
	['/cases?status_filter=OPEN', ['query.status_filter literal_error']],
	['/cases?status_filter=constructor', ['query.status_filter literal_error']],
	['/cases?status_filter=open&status_filter=closed', ['query.status_filter value_error']],
	['/cases?cursor=', ['query.cursor value_error']],
	['/cases?cursor=MTIz', ['query.cursor value_error']],
	['/cases?cursor=%00', ['query.cursor value_error']],
	['/cases?limit=x&status_filter=y', ['query.status_filter literal_error', 'query.limit int_parsing']],
	['/conversations?limit=101', ['query.limit less_than_equal']],
	['/conversations?cursor=', ['query.cursor value_error']],
	['/conversations?cursor=!!!', ['query.cursor value_error']],
	['/conversations?cursor=LTE', ['query.cursor value_error']],
	[`/conversations?cursor=${'A'.repeat(201)}`, ['query.cursor string_too_long']],
	[`${ana.path}?limit=0`, ['query.limit greater_than_equal']],
	[`${ana.path}?cursor=MS4x`, ['query.cursor value_error']],
	['/conversations/first', ['path.conversation_id int_parsing']],
	['/conversations/1.0', ['path.conversation_id int_parsing']],
	['/conversations/0x1', ['path.conversation_id int_parsing']],
	['/conversations/1e3', ['path.conversation_id int_parsing']],
	['/conversations/99999999999999999999', ['path.conversation_id int_parsing_size']],
	['/conversations/first/stream', ['path.conversation_id int_parsing']],
	['/cases/none', ['path.case_id int_parsing']],
];

for (const [path, faults] of wrongQueries)
	test(`GET ${path.slice(0, 70)}: ${faults.join(', ')}`, async () => {
		const response = await ana.get(path);
		assert.equal(response.status, 422);
		assert.deepEqual(faultsOf(response), faults);
	});

test('the faults of path, query and body come in one answer', async () => {
	const response = await ana.post('/cases/none/comments', { body: '' });
	assert.deepEqual(faultsOf(response), ['path.case_id int_parsing', 'body.body string_too_short']);
});

test('each limit itself is still allowed', async () => {
	const full = { subject: 's'.repeat(200), description: 'd'.repeat(10_000), category: 'c'.repeat(100) };
	assert.equal((await ana.post('/cases', full)).status, 200);
	assert.equal((await ana.post('/conversations', { title: 't'.repeat(200) })).status, 200);
	assert.equal((await ana.post(`${ana.path}/messages`, { content: 'x'.repeat(8000) })).status, 200);
	assert.equal((await ana.get('/cases?limit=100')).status, 200);
	assert.equal((await ana.get('/cases?limit=1')).status, 200);
	const context = { page: 'x'.repeat(4096 - '{"page":""}'.length) };
	assert.equal((await ana.post('/conversations', { context })).status, 200, '4 KiB exactly');
});

test('what no database keeps is taken out of a text: NUL, and half of a pair', async () => {
	const { status, body } = await ana.post('/cases', { subject: 'a\u0000b', description: 'half \ud83d a pair' });
	assert.deepEqual([status, body.subject, body.description], [200, 'ab', 'half \ufffd a pair']);
});

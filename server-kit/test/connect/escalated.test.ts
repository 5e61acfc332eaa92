// A case of the gateway, handed over to another system through the kit: one ticket, whatever breaks on the way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CaseBody, gatewayFor, QUESTION } from '../../../test/contract/gateway/kits.ts';
import { ACCOUNT, startJira } from './desks/jira.ts';
import { SUPPORT, startMail } from './desks/mail.ts';

const reason = { reason: 'I need a person' };

test('the answer of Jira is lost: the case stays active, and the next try finds its issue', async (t) => {
	const jira = await startJira(t);
	const connector = { type: 'jira' as const, url: jira.url, auth: ACCOUNT, project: 'SUP', allowPrivate: true };
	const kit = await gatewayFor(t, { escalation: { connector } });
	const ana = await kit.asking('ana');
	const { body } = await ana.post<CaseBody>('/cases', { message: QUESTION });
	const path = `/cases/${body.case.id}`;
	jira.indexes = false;
	jira.next = 'lost';
	const lost = await ana.post(`${path}/escalate`, reason);
	assert.deepEqual([lost.status, lost.body.error], [502, 'CONNECTOR_UNAVAILABLE']);
	assert.equal((await ana.get<CaseBody>(path)).body.case.status, 'active');
	const made = await ana.post(`${path}/escalate`, reason);
	assert.deepEqual(made.body, { ticketId: 'SUP-1', ticketUrl: `${jira.url}/browse/SUP-1` });
	assert.deepEqual((await ana.post(`${path}/escalate`, reason)).body, made.body);
	assert.equal((await ana.get<CaseBody>(path)).body.case.status, 'escalated');
	assert.equal(jira.issues.length, 1);
	assert.ok(JSON.stringify(jira.issues[0]?.fields.description).includes(QUESTION));
});

test('secrets of the conversation are masked before they leave', async (t) => {
	const mail = await startMail(t, { authOptional: true });
	const smtp = `smtp://127.0.0.1:${mail.port}`;
	const connector = { type: 'email' as const, smtp, from: 'desk@acme.example', to: SUPPORT, requireTls: false };
	const kit = await gatewayFor(t, { escalation: { connector } });
	const ana = await kit.asking('ana', { email: 'ana@customer.example' });
	const card = '4111 1111 1111 1111';
	const { body } = await ana.post<CaseBody>('/cases', { message: `${QUESTION}, and my card is ${card}` });
	const made = await ana.post(`/cases/${body.case.id}/escalate`, { reason: `Call me, my card is ${card}` });
	assert.equal(made.body.ticketId, body.case.id);
	const [letter] = mail.letters;
	assert.ok(letter);
	assert.ok(letter.body.includes(QUESTION));
	assert.ok(letter.body.includes('upload_file_size_mb, current 184, max 50'));
	assert.ok(!letter.body.includes(card));
});

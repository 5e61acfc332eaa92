// What a customer says after the hand-over: on its ticket once, whatever breaks, and as text whatever it holds.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connect, failsWith } from './desks/connecting.ts';
import { CASE, HOSTILE, handoff, remark } from './desks/handoff.ts';
import { ACCOUNT, startJira } from './desks/jira.ts';
import { header, SUPPORT, startMail } from './desks/mail.ts';
import { type Asked, group, serveDesk } from './desks/serving.ts';
import { AGENT, startZendesk } from './desks/zendesk.ts';

const ID = remark('').comment.id;

async function zendesk(t: TestContext) {
	const desk = await startZendesk(t);
	const connector = connect({ type: 'zendesk', url: desk.url, auth: AGENT, allowPrivate: true });
	await connector.create(handoff());
	const [ticket] = desk.tickets;
	assert.ok(ticket && connector.comment);
	return { desk, ticket, say: connector.comment };
}

async function jira(t: TestContext) {
	const desk = await startJira(t);
	const connector = connect({ type: 'jira', url: desk.url, auth: ACCOUNT, project: 'SUP', allowPrivate: true });
	await connector.create(handoff());
	assert.ok(connector.comment);
	return { desk, comments: () => desk.issues[0]?.comments ?? [], say: connector.comment };
}

test('Zendesk: an internal note on the ticket, once, also where the answer was lost', async (t) => {
	const { desk, ticket, say } = await zendesk(t);
	desk.next = 'lost';
	await failsWith('unavailable', say(remark('100')));
	await say(remark('100'));
	await say(remark('100'));
	assert.equal(ticket.comments.length, 1);
	const [kept] = ticket.comments;
	assert.equal(kept?.public, false);
	assert.equal(kept?.body, `Customer, 1970-01-01T00:00:03.000Z [${ID}]\n\n    It works now.`);
});

test('Zendesk: a ticket that rests is opened again, and one that is closed takes nothing', async (t) => {
	const { ticket, say } = await zendesk(t);
	ticket.status = 'solved';
	await say(remark('100'));
	assert.equal(ticket.status, 'open');
	ticket.status = 'closed';
	const other = remark('100');
	await failsWith('invalid', say({ ...other, comment: { ...other.comment, id: 'msg_other' } }));
	await failsWith('invalid', say(remark('999')));
});

test('Zendesk: hostile text stays in code', async (t) => {
	const { ticket, say } = await zendesk(t);
	await say(remark('100', HOSTILE));
	const [head, ...lines] = String(ticket.comments[0]?.body).split('\n');
	assert.match(head ?? '', /^Customer, /);
	assert.deepEqual(
		lines.filter((line) => line !== '' && !line.startsWith('    ')),
		[],
	);
});

test('Jira: a comment on the issue, once, in nodes that only hold text', async (t) => {
	const { desk, comments, say } = await jira(t);
	desk.next = 'lost';
	await failsWith('unavailable', say(remark('SUP-1', HOSTILE)));
	await say(remark('SUP-1', HOSTILE));
	assert.equal(comments().length, 1);
	const written = JSON.stringify(comments()[0]?.body);
	assert.ok(written.includes(`[${ID}]`));
	assert.ok(written.includes('"text":"<img src=x onerror=alert(1)>"'));
	await failsWith('invalid', say(remark('SUP-2')));
});

test('Jira: a comment of megabytes is cut to what Jira takes', async (t) => {
	const { comments, say } = await jira(t);
	await say(remark('SUP-1', '"\\\n'.repeat(1_000_000)));
	assert.equal(comments().length, 1);
});

test('the webhook: one signed request, with the same key each time', async (t) => {
	const asked: Asked[] = [];
	const desk = await serveDesk(t, (one) => {
		asked.push(one);
		return { status: 204 };
	});
	const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
	const { comment: say } = connect({ type: 'webhook', url: desk.url, secret, allowPrivate: true });
	await say?.(remark('4711'));
	await say?.(remark('4711'));
	const [first, second] = asked;
	assert.deepEqual(
		[first?.headers['idempotency-key'], second?.headers['idempotency-key'], first?.headers['webhook-id']],
		[ID, ID, `msg_${ID}`],
	);
	assert.equal(group(first?.body).type, 'case.commented');
	assert.deepEqual(group(first?.body).data, {
		caseId: CASE,
		commentId: ID,
		ticketId: '4711',
		text: 'It works now.',
		customer: { name: 'Ada Lovelace', email: 'ada@customer.example' },
		at: '1970-01-01T00:00:03.000Z',
	});
	desk.next = { status: 503 };
	if (say) await failsWith('unavailable', say(remark('4711')));
});

test('e-mail: a letter that answers the first one, known again by its Message-ID, and a visitor’s address nowhere', async (t) => {
	const desk = await startMail(t, { authOptional: true });
	const smtp = `smtp://127.0.0.1:${desk.port}`;
	const connector = connect({ type: 'email', smtp, from: 'desk@acme.example', to: SUPPORT, requireTls: false });
	await connector.create(handoff());
	desk.next = 'lost';
	if (connector.comment) await failsWith('unavailable', connector.comment(remark(CASE, HOSTILE)));
	await connector.comment?.(remark(CASE, HOSTILE));
	assert.equal(desk.tickets.size, 2, 'the letter and its answer, the same one twice');
	const letter = desk.letters.at(-1);
	assert.ok(letter);
	assert.equal(header(letter, 'in-reply-to'), `<${CASE}@acme.example>`);
	assert.equal(header(letter, 'message-id'), `<${ID}@acme.example>`);
	assert.equal(header(letter, 'subject'), `Re: [${CASE}]`);
	assert.deepEqual(letter.sentTo, [SUPPORT]);
	assert.equal(header(letter, 'bcc'), '');
	await connector.comment?.(remark(CASE, 'a', { kind: 'visitor', email: 'anybody@victim.example' }));
	assert.ok(!JSON.stringify(desk.letters).includes('victim.example"'));
});

test('a vendor that has had too much is asked again when it says so, and takes the comment once', async (t) => {
	const [atZendesk, atJira] = [await zendesk(t), await jira(t)];
	const desks = [
		{ ...atZendesk, ticketId: String(atZendesk.ticket.id), kept: () => atZendesk.ticket.comments },
		{ ...atJira, ticketId: 'SUP-1', kept: atJira.comments },
	];
	for (const { desk, say, ticketId, kept } of desks) {
		desk.next = { status: 429, headers: { 'retry-after': '93' }, body: 'Too Many Requests' };
		const fault = await failsWith('rate_limited', say(remark(ticketId)));
		assert.equal(fault.retryAfterSeconds, 93);
		assert.equal(kept().length, 0);
		await say(remark(ticketId));
		await say(remark(ticketId));
		assert.equal(kept().length, 1);
	}
});

test('of more comments than a page holds, the newest are looked through', async (t) => {
	const [atZendesk, atJira] = [await zendesk(t), await jira(t)];
	const older = Array.from({ length: 150 }, (_, at) => ({ id: `${at}`, body: `older ${at}` }));
	atZendesk.ticket.comments.push(...older);
	atJira.comments().push(...older);
	for (let time = 0; time < 2; time += 1) {
		await atZendesk.say(remark(String(atZendesk.ticket.id)));
		await atJira.say(remark('SUP-1'));
	}
	assert.deepEqual([atZendesk.ticket.comments.length, atJira.comments().length], [151, 151]);
});

// Tickets at Zendesk Support: the first comment is an internal note, so that nothing is mailed to anybody.

import { z } from 'zod';
import type { CaseTicket } from '../../core/case-store.ts';
import { ConnectorFault } from '../../core/connector.ts';
import type { Egress } from '../../core/egress.ts';
import type { Clock, TicketConnector } from '../../core/ports.ts';
import type { ConnectorOf } from '../../options/connector.ts';
import { fitted, type Letter, letterOf } from './letter.ts';
import { type LineAnswer, openLine } from './line.ts';
import { isRemark, type Remark, remarkOf } from './remark.ts';
import { sectionsOf, textOf } from './sections.ts';
import { accessTo } from './zendesk-access.ts';

type Options = ConnectorOf<'zendesk'>;

const NAME = 'Zendesk';
const ticket = z.object({
	id: z.number().int().positive(),
	external_id: z.string().nullish(),
	status: z.string().nullish(),
});
const made = z.object({ ticket });
const commented = z.object({ comments: z.array(z.object({ body: z.string().nullish() })) });
const listed = z.object({ tickets: z.array(ticket) });

/** Zendesk forgets an idempotency key after two hours; the external id stays with the ticket, so it is asked first. */
export function createZendesk(options: Options, { egress, clock }: { egress: Egress; clock: Clock }): TicketConnector {
	const { url, timeoutMs } = options;
	const access = accessTo(options, clock);
	return {
		async create(handoff) {
			const line = openLine(NAME, egress, timeoutMs);
			const letter = fitted(letterOf(handoff), fits);

			async function find(): Promise<number | undefined> {
				const named = `${url}/api/v2/tickets?external_id=${encodeURIComponent(letter.caseId)}`;
				const { tickets } = line.accepted(await access.ask(line, { method: 'GET', url: named }), listed);
				const ours = tickets.filter(({ external_id }) => external_id === letter.caseId);
				return ours.map(({ id }) => id).sort((one, other) => one - other)[0];
			}

			const found = await find();
			if (found !== undefined) return ticketAt(url, found);
			const headers = { 'idempotency-key': letter.caseId };
			const body = JSON.stringify({ ticket: ticketOf(letter, options) });
			const answer = await access.ask(line, { method: 'POST', url: `${url}/api/v2/tickets`, headers, body });
			if (!isRepeat(answer)) return ticketAt(url, line.accepted(answer, made).ticket.id);
			return ticketAt(url, (await find()) ?? notYetListed());
		},
		async comment(said) {
			const line = openLine(NAME, egress, timeoutMs);
			const remark = remarkOf(said);
			const named = `${url}/api/v2/tickets/${encodeURIComponent(remark.ticketId)}`;
			const newest = `${named}/comments?sort=-created_at&page%5Bsize%5D=100`;
			const { comments } = line.accepted(await access.ask(line, { method: 'GET', url: newest }), commented);
			if (comments.some((one) => isRemark(one, remark))) return;
			const { ticket: kept } = line.accepted(await access.ask(line, { method: 'GET', url: named }), made);
			const comment = { body: remarkNote(remark), public: false };
			const reopened = kept.status && RESTING.includes(kept.status) ? { status: 'open' } : {};
			const body = JSON.stringify({ ticket: { comment, ...reopened } });
			line.accepted(await access.ask(line, { method: 'PUT', url: named, body }), made);
		},
	};
}

function ticketAt(url: string, id: number): CaseTicket {
	return { ticketId: String(id), ticketUrl: `${url}/agent/tickets/${id}` };
}

function ticketOf(letter: Letter, { priority, tags, groupId, ticketFormId }: Options) {
	const { caseId, subject, customer } = letter;
	const { name, email, userId } = customer;
	return {
		external_id: caseId,
		subject,
		comment: { body: noteOf(letter), public: false },
		tags,
		...(email && { requester: { email, name: name || userId } }),
		...(priority && { priority }),
		...(groupId && { group_id: groupId }),
		...(ticketFormId && { ticket_form_id: ticketFormId }),
	};
}

/** Zendesk reads Markdown. Lines behind four spaces are code, and in code nothing is Markdown or HTML. */
const CODE = '    ';

function noteOf(letter: Letter): string {
	return textOf(sectionsOf(letter), (heading) => `**${heading}**`, CODE);
}

/** Nobody works on it: what the customer says brings it back. A closed one takes nothing any more. */
const RESTING: readonly string[] = ['pending', 'solved'];

function remarkNote({ head, text }: Remark): string {
	return textOf([{ heading: head, blocks: [{ label: '', text }] }], (heading) => heading, CODE);
}

/** Zendesk takes 64 KiB of text. */
function fits(letter: Letter): boolean {
	return Buffer.byteLength(noteOf(letter)) <= 60_000;
}

/** The key was used with another text: the conversation has gone on since the first try. */
function isRepeat({ status, json }: LineAnswer): boolean {
	const told = z.object({ error: z.literal('IdempotentRequestError') });
	return status === 400 && told.safeParse(json).success;
}

function notYetListed(): never {
	throw new ConnectorFault('unavailable', `${NAME} has begun this ticket and does not list it yet: it is asked again.`);
}

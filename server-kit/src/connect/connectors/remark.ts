// A comment of a customer on a ticket that another system keeps: bounded, and with a mark by which it is known again.

import type { CaseComment } from '../../core/ports.ts';
import { addressOf, caseIdOf } from './letter.ts';
import { plainLine, plainText } from './plain.ts';

export interface Remark {
	caseId: string;
	/** The same for the same comment, however often it is told. Letters, digits, `_` and `-`. */
	commentId: string;
	/** As our connector gave it. */
	ticketId: string;
	/** Who said it and when, and the mark; in words of ours. */
	head: string;
	text: string;
	/** Empty where the host gave none, and for visitors, whose address nobody has checked. */
	customer: { name: string; email: string };
	/** ISO 8601. */
	at: string;
}

/** Whether what another system keeps is this very one: its id stands in the head. */
export function isRemark(kept: unknown, { commentId }: Remark): boolean {
	return JSON.stringify(kept).includes(commentId);
}

const LONGEST = 8_000;

export function remarkOf({ caller, conversation, ticket, comment }: CaseComment): Remark {
	const at = new Date(comment.at).toISOString();
	const commentId = comment.id.replace(/[^\w-]/g, '').slice(0, 64);
	return {
		caseId: caseIdOf(conversation),
		commentId,
		ticketId: ticket.ticketId,
		head: `Customer, ${at} [${commentId}]`,
		text: plainText(comment.text, LONGEST),
		customer: { name: plainLine(caller.name ?? '', 200), email: addressOf(caller) },
		at,
	};
}

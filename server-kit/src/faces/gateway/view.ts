// From the domain to the wire: small functions, one per resource.

import type { z } from 'zod';
import type { CaseTicket } from '../../core/case-store.ts';
import type { Conversation, Message } from '../../core/records.ts';
import type { KeptSnapshot } from '../../core/snapshot/host-data.ts';
import type * as schemas from './schemas.ts';

const STATUS = { open: 'active', closed: 'resolved', escalated: 'escalated' } as const;

export function caseView(
	{ publicId, status, createdAt, resolution, rating }: Conversation,
	more: { messageCount: number; snapshot: KeptSnapshot | null; ticket: CaseTicket | null; waits: boolean },
): z.input<typeof schemas.supportCase> {
	const { messageCount, snapshot, ticket, waits } = more;
	return {
		id: publicId ?? '',
		status: STATUS[status],
		snapshotId: snapshot?.publicId ?? null,
		createdAt: new Date(createdAt).toISOString(),
		messageCount,
		resolution,
		rating,
		ticketId: ticket?.ticketId ?? null,
		ticketUrl: ticket?.ticketUrl ?? null,
		ticketPending: waits,
	};
}

export function messageView(message: Message): z.input<typeof schemas.message> {
	const { publicId, role, content, status, grounds, citations, createdAt } = message;
	return {
		id: publicId ?? '',
		role,
		content,
		status,
		evidence: [...(grounds?.evidence ?? [])],
		actions: (grounds?.actions ?? []).map((action) => ({ ...action, payload: { ...action.payload } })),
		confidence: grounds?.confidence ?? null,
		citations: citations.map(({ number, title, url }) => ({ number, title, url })),
		createdAt: new Date(createdAt).toISOString(),
	};
}

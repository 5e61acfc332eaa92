// From the domain to the wire: small functions, one per resource.

import type { z } from 'zod';
import type { Conversation, Message } from '../../core/records.ts';
import type { KeptSnapshot } from '../../core/snapshot/host-data.ts';
import type * as schemas from './schemas.ts';

const STATUS = { open: 'active', closed: 'resolved', escalated: 'escalated' } as const;

export function caseView(
	{ publicId, status, createdAt, resolution, rating }: Conversation,
	messageCount: number,
	snapshot: KeptSnapshot | null,
): z.input<typeof schemas.supportCase> {
	return {
		id: publicId ?? '',
		status: STATUS[status],
		snapshotId: snapshot?.publicId ?? null,
		createdAt: new Date(createdAt).toISOString(),
		messageCount,
		resolution,
		rating,
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

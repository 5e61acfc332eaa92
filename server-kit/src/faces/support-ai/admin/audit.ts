// What was done, newest first.

import { z } from 'zod';
import type { AuditRow } from '../../../core/audit-store.ts';
import type { Parts } from '../../../core/turn-state.ts';
import { json, type Route, route } from '../../../http/route.ts';
import { cursor, none, pageLimit } from '../fields.ts';
import { instant, nextCursor } from '../schemas/common.ts';

const entry = z
	.object({
		seq: z.int().meta({ description: 'Place in the tenant’s chain: 1, 2, 3 …' }),
		at: instant,
		actor: z
			.object({
				kind: z.string().meta({ description: 'A caller’s kind; `person` about themselves; `operator` by hand' }),
				id: z.string().nullable().meta({ description: 'Null where nobody is named, or who it was has been erased' }),
			})
			.meta({ description: 'Who did it' }),
		action: z.string().meta({ description: 'What was done', example: 'candidate.approve' }),
		target: z.string().nullable().meta({ description: 'What it was done to', example: 'candidate:42' }),
		details: z
			.record(z.string(), z.unknown())
			.meta({ description: 'Numbers, names of keys, ids; no text of a person' }),
		hash: z.string().meta({ description: 'Holds this row and, through the one before it, all earlier ones' }),
	})
	.meta({ id: 'AuditEntry' });

const list = z
	.object({ entries: z.array(entry).meta({ description: 'Newest first' }), next_cursor: nextCursor })
	.meta({ id: 'AuditList' });

export function auditRoutes({ store }: Parts): Route[] {
	return [
		route({
			method: 'get',
			path: '/admin/audit',
			operationId: 'listAudit',
			summary: 'What was done, by whom and when',
			description: 'Rows are only added. `deskbell audit verify` checks that none was changed, cut out or swapped.',
			action: 'audit:read',
			streams: false,
			degrades: false,
			rate: null,
			params: none,
			query: z.object({ limit: pageLimit(50), cursor }),
			body: null,
			response: list,
			errors: ['unauthenticated', 'cursor_invalid'],
			async handle({ caller, query }) {
				const { items, nextCursor: next_cursor } = await store.audit.list(caller.tenantId, query);
				return json({ entries: items.map(entryView), next_cursor });
			},
		}),
	];
}

function entryView({ seq, at, actorKind, actorId, action, target, details, hash }: AuditRow): z.output<typeof entry> {
	const actor = { kind: actorKind, id: actorId };
	return { seq, at: new Date(at).toISOString(), actor, action, target, details: JSON.parse(details), hash };
}

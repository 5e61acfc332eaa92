// Training candidates: read, approved, rejected, taken back, exported.

import { z } from 'zod';
import { actorOf } from '../../../core/audit.ts';
import { exportCandidates, readBatch, reviewCandidate } from '../../../core/candidates.ts';
import type { Parts } from '../../../core/turn-state.ts';
import { json, lines, nothing, type Route, route } from '../../../http/route.ts';
import { cursor, id, maybeSaid, none, pageLimit } from '../fields.ts';
import * as answers from './schemas.ts';
import { candidateView } from './views.ts';

const usual = { action: 'training:review', streams: false, degrades: false, rate: null } as const;
const one = z.object({ candidate_id: id });
const note = maybeSaid(2000).meta({ description: 'Why, for the next reviewer; masked' });

const approval = z
	.object({
		note,
		better_answer: maybeSaid(20_000).meta({
			description: 'What the answer should have been; exported in place of the one that was given; masked',
		}),
	})
	.prefault({});
const rejection = z.object({ note }).prefault({});

export function candidateRoutes(parts: Parts): Route[] {
	return [
		listCandidates(parts),
		exportBatch(parts),
		approveCandidate(parts),
		rejectCandidate(parts),
		undoCandidate(parts),
	];
}

function listCandidates({ store }: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/admin/training-candidates',
		operationId: 'listTrainingCandidates',
		summary: 'What bad answers left to learn from, newest first',
		description: 'Question, answer and comment are masked. Those that wait for a review, where no status is asked for.',
		params: none,
		query: z.object({ status: answers.candidateStatus.default('queued'), limit: pageLimit(50), cursor }),
		body: null,
		response: answers.candidateList,
		errors: ['unauthenticated', 'cursor_invalid'],
		async handle({ caller, query }) {
			const { items, nextCursor } = await store.candidates.list(caller.tenantId, query.status, query);
			return json({ candidates: items.map(candidateView), next_cursor: nextCursor });
		},
	});
}

const changing = {
	...usual,
	method: 'post',
	repeats: 'answer kept',
	params: one,
	query: none,
	response: answers.candidate,
} as const;

function approveCandidate(parts: Parts): Route {
	return route({
		...changing,
		path: '/admin/training-candidates/:candidate_id/approve',
		operationId: 'approveTrainingCandidate',
		summary: 'Approves a queued candidate for the next export',
		description: 'Without `better_answer` the line is exported with `weight: 0`: a bad answer is not learned from.',
		body: approval,
		errors: ['unauthenticated', 'not_found', 'candidate_status_conflict', 'candidate_incomplete'],
		handle: async ({ caller, params, body, keepAs }) => {
			const review = { note: body.note, betterAnswer: body.better_answer };
			return json(
				candidateView(
					await reviewCandidate(whoOf(caller), params.candidate_id, 'approve', review, parts, keepAs(candidateView)),
				),
			);
		},
	});
}

function rejectCandidate(parts: Parts): Route {
	return route({
		...changing,
		path: '/admin/training-candidates/:candidate_id/reject',
		operationId: 'rejectTrainingCandidate',
		summary: 'Rejects a queued candidate',
		body: rejection,
		errors: ['unauthenticated', 'not_found', 'candidate_status_conflict'],
		handle: async ({ caller, params, body, keepAs }) => {
			const review = { note: body.note, betterAnswer: null };
			return json(
				candidateView(
					await reviewCandidate(whoOf(caller), params.candidate_id, 'reject', review, parts, keepAs(candidateView)),
				),
			);
		},
	});
}

function undoCandidate(parts: Parts): Route {
	return route({
		...changing,
		path: '/admin/training-candidates/:candidate_id/undo',
		operationId: 'undoTrainingCandidate',
		summary: 'Takes an approval back, until it is exported',
		body: null,
		errors: ['unauthenticated', 'not_found', 'candidate_status_conflict'],
		handle: async ({ caller, params, keepAs }) =>
			json(
				candidateView(
					await reviewCandidate(whoOf(caller), params.candidate_id, 'undo', UNSAID, parts, keepAs(candidateView)),
				),
			),
	});
}

const UNSAID = { note: null, betterAnswer: null };

function exportBatch(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/admin/training-candidates/export',
		operationId: 'exportTrainingCandidates',
		summary: 'What was approved, as JSON lines for fine-tuning a chat model',
		description:
			'Each export is a batch: what was approved is exported now, and `Deskbell-Batch` names it. With `batch` the same lines again, without whoever was erased since. `Deskbell-Batch-Size` says how many lines there are.',
		params: none,
		query: z.object({
			batch: z.string().max(64).optional().meta({ description: 'A batch that went out before' }),
		}),
		body: null,
		file: ['application/x-ndjson'],
		empty: 'Nothing is approved',
		response: z.string().meta({ description: 'One JSON object with `messages` per line' }),
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, query, bare }) {
			if (bare && query.batch === undefined) return nothing;
			const who = whoOf(caller);
			const batch =
				query.batch === undefined ? await exportCandidates(who, parts) : await readBatch(who, query.batch, parts);
			if (!batch) return nothing;
			const told = { 'Deskbell-Batch': batch.id, 'Deskbell-Batch-Size': String(batch.size) };
			return lines(batch.pages, `deskbell-training-${batch.id}.jsonl`, told);
		},
	});
}

function whoOf(caller: Parameters<typeof actorOf>[0]) {
	return { tenantId: caller.tenantId, actor: actorOf(caller) };
}

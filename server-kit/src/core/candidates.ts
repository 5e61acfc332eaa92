// What bad answers leave to learn from: reviewed by a person, then handed out once, in a batch that can be read again.

import { KitError } from '../errors.ts';
import { type Act, type Actor, writeDown } from './audit.ts';
import type { CandidateMove, StoredCandidate } from './candidates-store.ts';
import { type Keep, keepNothing } from './keep.ts';
import { masked } from './masked.ts';
import type { Owner } from './records.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';

type Verb = 'approve' | 'reject' | 'undo';

/** The states a reviewer moves a candidate through; `undo` takes an approval back until it is exported. */
const MOVES = {
	approve: { from: 'queued', to: 'approved' },
	reject: { from: 'queued', to: 'rejected' },
	undo: { from: 'approved', to: 'queued' },
} as const satisfies Record<Verb, Pick<CandidateMove, 'from' | 'to'>>;

export interface Review {
	note: string | null;
	betterAnswer: string | null;
}

/**
 * @throws KitError `not_found`, also for another tenant's
 * @throws KitError `candidate_status_conflict` in a state that this verb does not begin from
 * @throws KitError `candidate_incomplete` where an approval would leave nothing to train on
 */
export function reviewCandidate(
	{ tenantId, actor }: { tenantId: string; actor: Actor },
	id: number,
	verb: Verb,
	review: Review,
	parts: Parts,
	keep: Keep<StoredCandidate> = keepNothing,
): Promise<StoredCandidate> {
	const kept = (text: string | null) => (text === null ? null : masked(text, parts));
	const said = { note: kept(review.note), betterAnswer: kept(review.betterAnswer) };
	return parts.store.transaction(async (bound) => {
		const known = await candidateOf(bound, tenantId, id);
		if (verb === 'approve' && !isComplete({ ...known, ...said })) throw new KitError('candidate_incomplete');
		const moved = await bound.candidates.move(tenantId, id, { ...MOVES[verb], ...said, at: parts.clock.now() });
		const now = await candidateOf(bound, tenantId, id);
		if (!moved) throw new KitError('candidate_status_conflict', { facts: { status: now.status } });
		await writeDown(bound, { tenantId, actor, action: `candidate.${verb}`, target: `candidate:${id}` }, parts);
		await keep(bound, now);
		return now;
	});
}

async function candidateOf({ candidates }: Store, tenantId: string, id: number): Promise<StoredCandidate> {
	const candidate = await candidates.find(tenantId, id);
	if (!candidate) throw new KitError('not_found');
	return candidate;
}

function isComplete({ question, answer, betterAnswer }: StoredCandidate): boolean {
	return Boolean(question && (betterAnswer ?? answer));
}

/** One line of a file for fine-tuning a chat model. */
export interface TrainingLine {
	messages: readonly [
		{ role: 'user'; content: string },
		/** `weight: 0`: shown to the trainer, not learned from. */
		{ role: 'assistant'; content: string; weight: 0 | 1 },
	];
}

export interface TrainingBatch {
	id: string;
	size: number;
	pages: AsyncGenerator<readonly TrainingLine[]>;
}

type Exporting = Pick<Parts, 'store' | 'clock' | 'ids'>;

/**
 * Takes everything approved into a new batch; null where nothing is. The same lines come again from `readBatch`.
 * @param id names the batch
 */
export async function exportCandidates(
	{ tenantId, actor }: Pick<Owner, 'tenantId'> & { actor: Actor },
	parts: Exporting,
	id = parts.ids.make('bat'),
): Promise<TrainingBatch | null> {
	const { store, clock } = parts;
	const size = await store.transaction(async (bound) => {
		const candidates = await bound.candidates.openBatch(tenantId, id, clock.now());
		const act: Act = { tenantId, actor, action: 'candidates.export', target: `batch:${id}`, details: { candidates } };
		if (candidates > 0) await writeDown(bound, act, parts);
		return candidates;
	});
	return size === 0 ? null : { id, size, pages: pagesOf(tenantId, id, store) };
}

/** A batch that went out before. Whoever was erased since is not in it any more. @throws KitError `not_found` */
export async function readBatch(
	{ tenantId, actor }: Pick<Owner, 'tenantId'> & { actor: Actor },
	id: string,
	parts: Exporting,
): Promise<TrainingBatch> {
	const { store } = parts;
	const size = await store.candidates.countBatch(tenantId, id);
	if (size === null) throw new KitError('not_found');
	const act: Act = { tenantId, actor, action: 'candidates.export', target: `batch:${id}`, details: { again: size } };
	await store.transaction((bound) => writeDown(bound, act, parts));
	return { id, size, pages: pagesOf(tenantId, id, store) };
}

const PAGE = 200;

async function* pagesOf(
	tenantId: string,
	batchId: string,
	{ candidates }: Store,
): AsyncGenerator<readonly TrainingLine[]> {
	for (let after = 0; ; ) {
		const page = await candidates.readBatch(tenantId, batchId, after, PAGE);
		if (page.length > 0) yield page.map(lineOf);
		const last = page.at(-1);
		if (!last || page.length < PAGE) return;
		after = last.id;
	}
}

/** An answer that a customer was unhappy with is not learned from, unless a reviewer wrote a better one. */
function lineOf({ question, answer, betterAnswer }: StoredCandidate): TrainingLine {
	const content = betterAnswer ?? answer ?? '';
	const weight = betterAnswer === null ? 0 : 1;
	return {
		messages: [
			{ role: 'user', content: question ?? '' },
			{ role: 'assistant', content, weight },
		],
	};
}

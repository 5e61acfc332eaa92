// Asks every recorded question that was not asked yet, several at a time, and keeps each answer as it comes.

import type { CandidateStatus, CandidateStore, StoredCandidate } from '../../core/candidates-store.ts';
import type { Core } from '../../core/index.ts';
import type { Page } from '../../core/records.ts';
import type { Rehearsed } from '../../core/rehearsal.ts';
import { type ProgressOutput, showProgress } from '../progress.ts';
import type { Results } from './results.ts';

export interface Wanted {
	tenantId: string;
	status: CandidateStatus;
	/** The newest only; all where null. */
	limit: number | null;
	/** Questions that are asked at once. */
	parallel: number;
}

interface Asking {
	candidates: CandidateStore;
	rehearse: Core['rehearse'];
}

/** So many in a row that could not be answered: whoever is asked is away, and asking on would only cost time. */
const GIVE_UP_AFTER = 5;
const PAGE = 50;

/**
 * @returns the results of all that was wanted, newest first
 * @throws Error where the model cannot be asked at all; what was answered before is kept
 */
export async function askAll(
	wanted: Wanted,
	{ candidates, rehearse }: Asking,
	results: Results,
	output: ProgressOutput | null,
): Promise<Rehearsed[]> {
	const ids: number[] = [];
	const total = await candidates.count(wanted.tenantId, wanted.status);
	const shown = showProgress(output, Math.min(total, wanted.limit ?? total), 'Asking', 'questions');
	const wantedOnes = candidatesOf(wanted, candidates);
	const failures = createFailures();
	let done = 0;

	async function work(): Promise<void> {
		for await (const candidate of takenFrom(wantedOnes)) {
			ids.push(candidate.id);
			if (!isSettled(results.known.get(candidate.id), candidate)) {
				if (failures.tooMany) return;
				const result = await rehearse(wanted.tenantId, candidate.id);
				results.add(result);
				failures.note(result);
			}
			done += 1;
			shown.advance(done);
		}
	}

	// All of them, also where one gave up: nobody writes to the results after they are closed.
	const ended = await Promise.allSettled(Array.from({ length: wanted.parallel }, work));
	shown.end();
	for (const end of ended) if (end.status === 'rejected') throw end.reason;
	return ids.sort((one, other) => other - one).flatMap((id) => results.known.get(id) ?? []);
}

/** Several may take from it: each gets what no other got. Whoever leaves does not end it for the others. */
async function* takenFrom<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
	for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

async function* candidatesOf(
	{ tenantId, status, limit }: Wanted,
	candidates: CandidateStore,
): AsyncGenerator<StoredCandidate> {
	let left = limit ?? Number.POSITIVE_INFINITY;
	for (let cursor: string | null = null; ; ) {
		const page: Page<StoredCandidate> = await candidates.list(tenantId, status, { limit: PAGE, cursor });
		for (const candidate of page.items) {
			if (left === 0) return;
			left -= 1;
			yield candidate;
		}
		cursor = page.nextCursor;
		if (cursor === null) return;
	}
}

/** What the model could not answer is asked again by the next run. */
function isSettled(known: Rehearsed | undefined, { updatedAt }: StoredCandidate): boolean {
	return known !== undefined && known.updatedAt === updatedAt && !isFailure(known);
}

/** The model gave no whole answer, for a reason that may be gone the next time. */
export function isFailure({ replayed: { status } }: Rehearsed): boolean {
	return status === 'failed' || status === 'interrupted';
}

function createFailures() {
	let inARow = 0;
	return {
		get tooMany() {
			return inARow >= GIVE_UP_AFTER;
		},
		/** @throws Error when there were too many */
		note(result: Rehearsed): void {
			inARow = isFailure(result) ? inARow + 1 : 0;
			if (inARow !== GIVE_UP_AFTER) return;
			throw new Error(
				`The model could not answer ${inARow} questions in a row (${result.replayed.why}). Check --model, --base-url and OPENAI_API_KEY, then run the same command: it goes on where it stopped.`,
			);
		},
	};
}

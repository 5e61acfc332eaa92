// What both forms of the report say in the same words.

import type { RehearsedAnswer } from '../../core/rehearsal.ts';
import { type Report, shown } from './compare.ts';

/** What is compared with what, as it is shown. */
export interface Subject {
	tenantId: string;
	before: string;
	now: string;
}

export function titleOf({ before, now }: Subject): string {
	return `Replay: ${before} → ${now}`;
}

export function headline({ comparisons, score }: Report, { tenantId }: Subject): string {
	const questions = comparisons.length === 1 ? '1 recorded question' : `${comparisons.length} recorded questions`;
	return `Tenant ${tenantId}, ${questions}. Score: ${shown(score)} of 1.`;
}

/** `complete`, or what stands in its place and why. */
export function statusOf({ status, why, unsupported }: RehearsedAnswer): string {
	const known = why === null ? status : `${status}: ${why}`;
	return unsupported ? `${known}, no source` : known;
}

export function hitsOf({ filterHits }: RehearsedAnswer): string {
	if (filterHits.length === 0) return '';
	return `filter: ${filterHits.map(({ detector, action, count }) => `${detector} ${action} ×${count}`).join(', ')}`;
}

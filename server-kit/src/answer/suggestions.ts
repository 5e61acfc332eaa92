// What may be done next: made of facts in the cleaned snapshot and of found articles, never of what a model writes.

import type { NumberedPassage } from '../core/model.ts';
import type { CustomOffer, KnownUser } from '../core/ports.ts';
import type { Item, Snapshot } from '../core/snapshot/host-data.ts';
import type { CaseAction } from '../protocol/index.ts';

/** An action that may be suggested; a model names it by its letter and can change nothing in it. */
export type Suggestion = Omit<CaseAction, 'id'> & {
	name: string;
	/** The value of the fact that it answers, where it answers one. */
	about?: string;
};

export interface SuggestionWords {
	ticket: string;
	retry: string;
	requestAccess: string;
	/** Of the reader. */
	language: string;
}

type Nameless = Omit<Suggestion, 'name'>;

const MOST_OF_A_KIND = 3;

export function suggestionsOf(
	snapshot: Snapshot,
	passages: readonly NumberedPassage[],
	{ can, custom = [] }: Pick<KnownUser, 'can' | 'custom'>,
	words: SuggestionWords,
): Suggestion[] {
	const all: Nameless[] = [
		...(can.has('retry') ? retries(snapshot, words.retry) : []),
		...(can.has('request_access') ? accessRequests(snapshot, words.requestAccess) : []),
		...(can.has('custom') ? customs(snapshot, custom, words.language) : []),
		...pages(passages),
		{ type: 'create_ticket', label: words.ticket, payload: {} },
	];
	return all.map((suggestion, at) => ({ ...suggestion, name: `a${at + 1}` }));
}

export const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export const hasCode = ({ errorCode }: Item) => text(errorCode) !== '';

export const hasFailed = (job: Item) => hasCode(job) || /fail|error|dead/i.test(text(job.status));

export function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
	const seen = new Set<string>();
	return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)));
}

function retries({ backend, knowledge }: Snapshot, label: string): Nameless[] {
	const final = new Set(knowledge.errorCatalog.filter((entry) => entry.retryable === false).map((e) => e.errorCode));
	const jobs = backend.jobs.filter((job) => hasFailed(job) && !final.has(job.errorCode ?? ''));
	return jobs.slice(0, MOST_OF_A_KIND).map(({ jobId }) => ({
		type: 'retry',
		label: `${label}: ${text(jobId)}`,
		payload: { jobId: text(jobId) },
		about: text(jobId),
	}));
}

const DENIED = /permission|forbidden|access ?denied|authori[sz]ation/i;

/**
 * Where something was refused for want of a right, the host says that its user can do something about it, and the role
 * that it takes, if the host names one, is not theirs.
 */
function accessRequests(snapshot: Snapshot, label: string): Nameless[] {
	const catalog = catalogOf(snapshot);
	const wanted = errorsIn(snapshot).flatMap((error): Nameless[] => {
		const entry = catalog.get(text(error.errorCode)) ?? {};
		const isDenied = error.httpStatus === 403 || DENIED.test(`${text(error.errorClass)} ${text(entry.errorClass)}`);
		const role = text(entry.requiredRole);
		const isTheirs = role !== '' && snapshot.identity.roles.includes(role);
		if (!isDenied || isTheirs || (error.userActionable ?? entry.userActionable) !== true) return [];
		const payload = stated({ errorCode: error.errorCode, resourceId: error.resourceId, role });
		const what = [role, text(error.resourceId)].filter(Boolean).join(', ') || text(error.errorCode);
		return [{ type: 'request_access', label: `${label}: ${what}`, payload, about: text(error.errorCode) }];
	});
	return uniqueBy(wanted, ({ payload }) => JSON.stringify(payload)).slice(0, MOST_OF_A_KIND);
}

/** Those of the host's own whose trouble the user has met, with what of it they have met. */
function customs(snapshot: Snapshot, offers: readonly CustomOffer[], language: string): Nameless[] {
	const errors = errorsIn(snapshot);
	const limits = snapshot.productState?.limitsReached ?? [];
	const fitting = offers.flatMap(({ name: action, label: given, when }): Nameless[] => {
		const label =
			typeof given === 'string' ? given : (given[language] ?? given.en ?? Object.values(given)[0] ?? action);
		const error = errors.find(({ errorCode }) => when.errorCodes?.includes(text(errorCode)));
		const limit = limits.find((one) => when.limits?.includes(text(one.limit)));
		if (!error && !limit) return [];
		const payload = stated({ action, errorCode: error?.errorCode, resourceId: error?.resourceId, limit: limit?.limit });
		return [{ type: 'custom', label, payload, about: error ? text(error.errorCode) : text(limit?.max) }];
	});
	return fitting.slice(0, MOST_OF_A_KIND);
}

function pages(passages: readonly NumberedPassage[]): Nameless[] {
	const found = uniqueBy(
		passages.filter(({ url }) => url),
		({ articleId }) => String(articleId),
	);
	return found.slice(0, MOST_OF_A_KIND).map(({ title, url }) => ({
		type: 'open_docs',
		label: title,
		payload: { url: url ?? '' },
	}));
}

/** With their codes, the active ones first. */
function errorsIn({ productState, backend }: Snapshot): Item[] {
	return [...(productState?.activeErrors ?? []), ...backend.errors, ...backend.recentRequests, ...backend.jobs].filter(
		hasCode,
	);
}

function catalogOf({ knowledge }: Snapshot): ReadonlyMap<string, Item> {
	return new Map(knowledge.errorCatalog.map((entry) => [text(entry.errorCode), entry]));
}

/** Only what there is: an empty argument would be one that nobody has seen. */
function stated(fields: Readonly<Record<string, unknown>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => (text(value) ? [[name, text(value)]] : [])),
	);
}

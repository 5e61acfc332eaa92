// Everything in a snapshot that happened at a moment: requests, jobs, errors, and what the person did.

import type { Free, Item, Snapshot, SourceName } from './told.ts';

export type Lane = 'activity' | 'request' | 'job' | 'error';

export interface Moment {
	/** Names it on this page. */
	key: string;
	lane: Lane;
	/** Epoch milliseconds; NaN where the host told no time. */
	at: number;
	/** Later than `at` for what took its time. */
	until: number;
	/** Milliseconds that it took; NaN where nobody said. */
	took: number;
	words: string;
	outcome: string;
	/** Codes and ids that belong to it. */
	codes: readonly string[];
	bad: boolean;
	/** What carries the same id happened together. */
	request: string | null;
	item: Item;
	source: SourceName;
}

export const LANES: Readonly<Record<Lane, string>> = {
	activity: 'Activity',
	request: 'Requests',
	job: 'Jobs',
	error: 'Errors',
};

type Told = Omit<Moment, 'key' | 'lane' | 'item' | 'source'>;
type Tell = (item: Item) => Told;

/** Newest first; what has no time comes last. */
export function momentsOf({ recentActivity, backend }: Snapshot): Moment[] {
	const all = [
		...lane('activity', 'userHistory', recentActivity.events, event),
		...lane('activity', 'userHistory', recentActivity.clickTimeline, click),
		...lane('request', 'userLogs', backend.recentRequests, request),
		...lane('job', 'userLogs', backend.jobs, job),
		...lane('error', 'userLogs', backend.errors, error),
	];
	const moments = all.map((moment, at) => ({ ...moment, key: `moment-${at}` }));
	return moments.sort((one, other) => (other.at || 0) - (one.at || 0));
}

function lane(name: Lane, source: SourceName, items: readonly Item[], tell: Tell): Omit<Moment, 'key'>[] {
	return items.map((item) => ({ lane: name, source, item, ...tell(item) }));
}

export function text(value: Free | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function time(value: Free | undefined): number {
	return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

function number(value: Free | undefined): number {
	return typeof value === 'number' ? value : Number.NaN;
}

function named(name: string): string {
	return name.replace(/[_-]+/g, ' ');
}

function join(...words: readonly string[]): string {
	return words.filter(Boolean).join(' · ');
}

const at = (value: Free | undefined) => ({ at: time(value), until: time(value), took: Number.NaN });

const event: Tell = (item) => ({
	...at(item.ts),
	words: join(named(text(item.event)), text(item.page)),
	outcome: join(text(item.intent), text(item.elementId)),
	codes: [],
	bad: /error|fail/i.test(text(item.event)),
	request: text(item.correlationRequestId) || null,
});

const click: Tell = (item) => ({
	...at(item.ts),
	words: join(named(text(item.action)), text(item.page)),
	outcome: '',
	codes: [],
	bad: false,
	request: null,
});

const request: Tell = (item) => {
	const took = number(item.timingMs);
	const bad = number(item.httpStatus) >= 400;
	return {
		...at(item.ts),
		took,
		words: text(item.route),
		outcome: join(text(item.httpStatus), Number.isNaN(took) ? '' : lasting(took)),
		codes: [text(item.errorCode), text(item.resourceId)].filter(Boolean),
		bad,
		request: text(item.requestId) || null,
	};
};

const job: Tell = (item) => {
	const [begun, ended] = [time(item.createdAt), time(item.updatedAt)];
	const from = Number.isNaN(begun) ? ended : begun;
	const took = number(item.durationMs);
	return {
		at: from,
		until: Number.isNaN(ended) ? from : Math.max(from, ended),
		took,
		words: join(text(item.queue), text(item.jobId)),
		outcome: join(stageOf(item), Number.isNaN(took) ? '' : lasting(took)),
		codes: [text(item.errorCode)].filter(Boolean),
		bad: text(item.errorCode) !== '' || /fail|error|dead/i.test(text(item.status)),
		request: null,
	};
};

function stageOf({ status, lastStage }: Item): string {
	const [how, where] = [text(status), text(lastStage)];
	return how && where ? `${how} in ${where}` : how || where;
}

const error: Tell = (item) => ({
	...at(item.ts),
	words: join(text(item.errorClass), text(item.route)),
	outcome: text(item.errorCode),
	codes: [text(item.resourceId)].filter(Boolean),
	bad: true,
	request: text(item.requestId) || null,
});

export function lasting(ms: number): string {
	if (ms < 1_000) return `${Math.round(ms)} ms`;
	if (ms < 90_000) return `${Number((ms / 1_000).toFixed(1))} s`;
	return `${Number((ms / 60_000).toFixed(1))} min`;
}

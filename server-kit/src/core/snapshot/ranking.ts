// What happened is put into groups: what belongs to one request stays together, the newest trouble comes first.

import type { SourceAnswer, SourceName } from './host-data.ts';
import { isGroup, type ListName, listIn } from './shape.ts';

export interface RawItem {
	list: ListName;
	raw: unknown;
}

export interface Group {
	items: RawItem[];
	/** Something went wrong in it. */
	trouble: boolean;
	newest: number;
}

const RANKED: readonly (readonly [source: SourceName, list: ListName, time: string, request: string | null])[] = [
	['userLogs', 'errors', 'ts', 'requestId'],
	['userLogs', 'recentRequests', 'ts', 'requestId'],
	['userLogs', 'jobs', 'updatedAt', null],
	['userHistory', 'events', 'ts', 'correlationRequestId'],
	['userHistory', 'clickTimeline', 'ts', null],
];

/** In the order in which they are worth their room. */
export function ranked(sources: Readonly<Record<SourceName, SourceAnswer>>): Group[] {
	const ofRequest = new Map<string, Group>();
	const groups: Group[] = [];
	const groupOf = (request: unknown): Group => {
		const known = typeof request === 'string' && request ? ofRequest.get(request) : undefined;
		if (known) return known;
		const group: Group = { items: [], trouble: false, newest: 0 };
		groups.push(group);
		if (typeof request === 'string' && request) ofRequest.set(request, group);
		return group;
	};
	for (const [source, list, time, request] of RANKED)
		for (const raw of listIn(dataOf(sources[source]), list)) {
			const item = isGroup(raw) ? raw : {};
			const group = groupOf(request ? item[request] : null);
			group.items.push({ list, raw });
			group.newest = Math.max(group.newest, timeOf(item[time] ?? item.createdAt));
			group.trouble ||= isTrouble(list, item);
		}
	return groups.sort((one, other) => Number(other.trouble) - Number(one.trouble) || other.newest - one.newest);
}

export function dataOf(answer: SourceAnswer): unknown {
	return answer.ok ? answer.data : null;
}

function timeOf(value: unknown): number {
	if (typeof value === 'number') return value;
	return (typeof value === 'string' && Date.parse(value)) || 0;
}

const FAILED = /fail|error|dead|timed?.?out|cancel/i;

function isTrouble(list: ListName, item: Record<string, unknown>): boolean {
	if (list === 'errors' || item.errorCode) return true;
	if (list === 'recentRequests') return Number(item.httpStatus) >= 400;
	return list === 'jobs' && typeof item.status === 'string' && FAILED.test(item.status);
}

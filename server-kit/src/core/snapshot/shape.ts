// The shape of what a host answers, as a table: what is read of it, and what `verify-host` finds wrong with it.

import type { SourceName } from './host-data.ts';

/** `value` is a number or a text; `free` is anything. */
type Kind = 'text' | 'number' | 'boolean' | 'time' | 'value' | 'free';

export interface Field {
	name: string;
	kind: Kind;
	/** Without it the whole item says nothing. */
	needed: boolean;
}

export type Shape = readonly Field[];

/** `ts!:time` names a field that is needed. */
function shape(fields: string): Shape {
	return fields.split(' ').map((field) => {
		const [name = '', kind = 'text'] = field.split(':');
		return { name: name.replace('!', ''), kind: kind as Kind, needed: name.endsWith('!') };
	});
}

/** The lists of each source, with the shape of their items. */
export const LISTS = {
	entities: shape('type! id! status description metadata:free'),
	activeErrors: shape('errorCode! errorClass retryable:boolean userActionable:boolean resourceId occurredAt:time'),
	limitsReached: shape('limit! current:value max:value'),
	events: shape('ts!:time event! page elementId intent correlationRequestId'),
	clickTimeline: shape('ts!:time page action'),
	recentRequests: shape('ts!:time route! httpStatus:number errorCode resourceId timingMs:number requestId'),
	jobs: shape('jobId! queue status errorCode lastStage createdAt:time updatedAt:time durationMs:number'),
	errors: shape('ts!:time errorCode! errorClass route requestId resourceId'),
	errorCatalog: shape('errorCode! errorClass retryable:boolean userActionable:boolean requiredRole resolution'),
} as const satisfies Record<string, Shape>;

export type ListName = keyof typeof LISTS;

/** Which lists a source has; a list that is left out is an empty one. */
const LISTS_OF: Readonly<Record<SourceName, readonly ListName[]>> = {
	userState: ['entities', 'activeErrors', 'limitsReached'],
	userHistory: ['events', 'clickTimeline'],
	userLogs: ['recentRequests', 'jobs', 'errors'],
	businessRules: ['errorCatalog'],
};

/** Fields of a source beside its lists. */
const OWN: Readonly<Record<SourceName, Shape>> = {
	userState: shape('userId! tenantId! plan'),
	userHistory: shape('windowHours:number'),
	userLogs: [],
	businessRules: [],
};

const WORD_LISTS: Readonly<Partial<Record<SourceName, readonly string[]>>> = {
	userState: ['roles', 'featuresEnabled'],
};

export function isGroup(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listIn(data: unknown, name: string): readonly unknown[] {
	const list = isGroup(data) && Object.hasOwn(data, name) ? data[name] : undefined;
	return Array.isArray(list) ? list : [];
}

function isTime(value: unknown): value is string | number {
	return (typeof value === 'string' || typeof value === 'number') && !Number.isNaN(new Date(value).getTime());
}

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
	text: (value) => typeof value === 'string',
	number: (value) => typeof value === 'number' && Number.isFinite(value),
	boolean: (value) => typeof value === 'boolean',
	time: isTime,
	value: (value) => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value)),
	free: () => true,
};

export function fits({ kind }: Field, value: unknown): boolean {
	return FITS[kind](value);
}

const KINDS: Readonly<Record<Kind, string>> = {
	text: 'a text',
	number: 'a number',
	boolean: 'true or false',
	time: 'an instant such as 2026-11-22T09:30:00Z',
	value: 'a number or a text',
	free: 'anything',
};

const MOST_FAULTS = 20;

/** What is wrong with an answer, as `jobs.3.jobId: a text is needed`; twenty at most. */
export function shapeFaults(source: SourceName, data: unknown): string[] {
	if (!isGroup(data)) return ['the answer: an object is needed'];
	const lists = LISTS_OF[source].flatMap((name) => listFaults(data, name));
	const words = (WORD_LISTS[source] ?? []).flatMap((name) => wordFaults(data, name));
	const rules = source === 'businessRules' && data.rules !== undefined && !isGroup(data.rules);
	const more = rules ? ['rules: an object is needed'] : [];
	return [...fieldFaults(OWN[source], data, ''), ...words, ...lists, ...more].slice(0, MOST_FAULTS);
}

function listFaults(data: Record<string, unknown>, name: ListName): string[] {
	const list = data[name];
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) return [`${name}: a list is needed`];
	return list.flatMap((item, at) =>
		isGroup(item) ? fieldFaults(LISTS[name], item, `${name}.${at}.`) : [`${name}.${at}: an object is needed`],
	);
}

function wordFaults(data: Record<string, unknown>, name: string): string[] {
	const list = data[name];
	if (list === undefined || list === null) return [];
	const good = Array.isArray(list) && list.every((word) => typeof word === 'string');
	return good ? [] : [`${name}: a list of texts is needed`];
}

function fieldFaults(fields: Shape, item: Record<string, unknown>, path: string): string[] {
	return fields.flatMap((field) => {
		const value = item[field.name];
		if (value === undefined || value === null) return field.needed ? [`${path}${field.name}: is missing`] : [];
		return fits(field, value) ? [] : [`${path}${field.name}: ${KINDS[field.kind]} is needed`];
	});
}

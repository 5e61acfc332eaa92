// Makes a snapshot of four answers: cleaned, ranked and cut to its bytes. Pure; the same answers give the same snapshot.

import type { Caller } from '../caller.ts';
import { type Budget, createBudget } from './budget.ts';
import { type Cleaner, createCleaner, type Redactor } from './cleaning.ts';
import {
	type Free,
	type Item,
	type ProductState,
	type Snapshot,
	SOURCES,
	type SourceAnswer,
	type SourceName,
	type SourceStatus,
	TRIMMED,
} from './host-data.ts';
import { dataOf, type Group, ranked } from './ranking.ts';
import { isGroup, LISTS, type ListName, listIn } from './shape.ts';

export interface Built {
	content: Snapshot;
	sources: Record<SourceName, SourceStatus>;
}

type Answers = Readonly<Record<SourceName, SourceAnswer>>;

/** Room enough for who it is, whatever their names are made of. */
export const LEAST_BYTES = 4096;

/**
 * Identity and product state are never cut: a state that does not fit is left out whole, and its source says so.
 * What will not be kept is not cleaned either: a log of megabytes costs what is kept of it.
 */
export function buildSnapshot(
	caller: Caller,
	answers: Answers,
	{ redactor, maxBytes }: { redactor: Redactor; maxBytes: number },
): Built {
	const cleaner = createCleaner(redactor);
	const cap = Math.max(LEAST_BYTES, maxBytes);
	const content = emptyOf(caller, dataOf(answers.userState), cleaner);
	const sources = statusesOf(answers);
	const budget = createBudget(content, cap, cleaner.removed);
	const state = answers.userState.ok ? stateThatFits(answers.userState.data, budget, cleaner) : null;
	if (state) budget.set('productState', state);
	else if (answers.userState.ok) sources.userState = { ok: false, error: 'too_large', ms: answers.userState.ms };
	fill(answers, { cleaner, budget });
	return { content: budget.close(), sources };
}

function emptyOf({ tenantId, userId, roles, plan }: Caller, state: unknown, { text }: Cleaner): Snapshot {
	const told = isGroup(state) ? state : {};
	const named = [...wordsIn(told.roles), ...roles].slice(0, MOST_ROLES);
	const words = [...new Set(named.map((role) => text(role).slice(0, LONGEST_ROLE).toWellFormed()))];
	const known = typeof told.plan === 'string' ? told.plan : (plan ?? null);
	return {
		identity: { tenantId, userId, roles: words, plan: known && text(known).slice(0, LONGEST_ROLE).toWellFormed() },
		productState: null,
		recentActivity: { events: [], clickTimeline: [] },
		backend: { recentRequests: [], jobs: [], errors: [] },
		knowledge: { rules: {}, errorCatalog: [] },
		privacy: {
			redacted: { secrets: 0, personal: 0, binary: 0, internalAddresses: 0, misshapen: 0 },
			trimmed: Object.fromEntries(TRIMMED.map((name) => [name, 0])) as Snapshot['privacy']['trimmed'],
			metadataLeftOut: false,
		},
	};
}

const MOST_ROLES = 12;
const LONGEST_ROLE = 40;

function wordsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

function statusesOf(answers: Answers): Record<SourceName, SourceStatus> {
	const statuses = SOURCES.map((name): [SourceName, SourceStatus] => {
		const answer = answers[name];
		const { ms } = answer;
		return [name, answer.ok ? { ok: true, error: null, ms } : { ok: false, error: answer.error, ms }];
	});
	return Object.fromEntries(statuses) as Record<SourceName, SourceStatus>;
}

/** An item takes so many bytes at least: more of them than fit need not be read. */
const SMALLEST_ITEM = 12;

function stateThatFits(data: unknown, budget: Budget, cleaner: Cleaner): ProductState | null {
	const lists = ['entities', 'activeErrors', 'limitsReached', 'featuresEnabled'];
	const items = lists.reduce((sum, name) => sum + listIn(data, name).length, 0);
	if (items * SMALLEST_ITEM > budget.left()) return null;
	const whole = stateOf(data, cleaner);
	if (budget.fits(whole)) return whole;
	const bare = { ...whole, entities: whole.entities.map(({ metadata: _left, ...entity }) => entity) };
	if (!budget.fits(bare)) return null;
	budget.leaveOutMetadata();
	return bare;
}

function stateOf(data: unknown, cleaner: Cleaner): ProductState {
	const items = (name: ListName) =>
		listIn(data, name)
			.map((raw) => cleaner.item(raw, LISTS[name]))
			.filter((item) => item !== null);
	const told = isGroup(data) ? data : {};
	return {
		...(typeof told.plan === 'string' && { plan: cleaner.text(told.plan) }),
		featuresEnabled: wordsIn(told.featuresEnabled).map(cleaner.text),
		entities: items('entities'),
		activeErrors: items('activeErrors'),
		limitsReached: items('limitsReached'),
	};
}

interface Filling {
	cleaner: Cleaner;
	budget: Budget;
}

/** Trouble may take so much of the room before rules, and what the codes mean, get theirs. */
const SHARE_OF_TROUBLE = 0.75;
/** Groups in a row that did not fit: the ones behind them are older, and not smaller. */
const MOST_MISSES = 40;

function fill(answers: Answers, filling: Filling): void {
	const { budget } = filling;
	const groups = ranked(answers);
	const troubled = groups.filter(({ trouble }) => trouble);
	const missed = takeGroups(troubled, Math.floor(budget.left() * (1 - SHARE_OF_TROUBLE)), filling);
	takeKnowledge(dataOf(answers.businessRules), filling);
	const later = [...missed, ...groups.filter(({ trouble }) => !trouble)];
	for (const { items } of takeGroups(later, 0, filling)) for (const { list } of items) budget.trimmed(list);
}

/** @returns those that did not fit */
function takeGroups(groups: readonly Group[], reserve: number, { cleaner, budget }: Filling): Group[] {
	const missed: Group[] = [];
	let misses = 0;
	for (const group of groups) {
		const room = budget.left() - reserve;
		const hopeless = misses >= MOST_MISSES || group.items.length * SMALLEST_ITEM > room;
		const taken = !hopeless && budget.take(cleaned(group, cleaner), reserve);
		misses = taken ? 0 : misses + 1;
		if (!taken) missed.push(group);
	}
	return missed;
}

function cleaned({ items }: Group, cleaner: Cleaner): { list: ListName; item: Item }[] {
	return items.flatMap(({ list, raw }) => {
		const item = cleaner.item(raw, LISTS[list]);
		return item ? [{ list, item }] : [];
	});
}

/** What the codes mean that this user has met, then the rules, then all other codes. */
function takeKnowledge(data: unknown, filling: Filling): void {
	const { cleaner, budget } = filling;
	const seen = budget.codes();
	const catalog = listIn(data, 'errorCatalog');
	const met = (raw: unknown) => isGroup(raw) && typeof raw.errorCode === 'string' && seen.has(raw.errorCode);
	takeEntries(catalog.filter(met), filling);
	const rules = isGroup(data) && isGroup(data.rules) ? Object.entries(data.rules) : [];
	for (const [at, [name, raw]] of rules.entries()) {
		if (at >= MOST_RULES || !budget.rule(...(oneOf(cleaner.free({ [name]: raw })) as [string, Free])))
			budget.trimmed('rules');
	}
	takeEntries(
		catalog.filter((raw) => !met(raw)),
		filling,
	);
}

const MOST_RULES = 200;

function oneOf(group: Free): readonly [string, Free] {
	return Object.entries(group as Readonly<Record<string, Free>>)[0] ?? ['', null];
}

function takeEntries(entries: readonly unknown[], { cleaner, budget }: Filling): void {
	let misses = 0;
	for (const raw of entries) {
		const item = misses < MOST_MISSES ? cleaner.item(raw, LISTS.errorCatalog) : null;
		const taken = item !== null && budget.take([{ list: 'errorCatalog', item }], 0);
		misses = taken ? 0 : misses + 1;
		if (!taken) budget.trimmed('errorCatalog');
	}
}

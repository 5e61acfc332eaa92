// What an answer rests on: the model's claims, held against the snapshot and the cited articles. What is not found is
// dropped, and the confidence goes down with it.

import type { NumberedPassage } from '../core/model.ts';
import type { Ids } from '../core/ports.ts';
import type { Free, Item, Snapshot, SourceName } from '../core/snapshot/host-data.ts';
import type { CaseAction, Evidence, Grounds } from '../protocol/index.ts';
import type { Knowing } from './knowing.ts';

const MOST_EVIDENCE = 8;
const MOST_ACTIONS = 3;
const LONGEST_LABEL = 120;
const LONGEST_VALUE = 400;
/** Said where the model says nothing of itself. */
const UNSAID = 0.5;
/** No claim of an answer that rests on nothing is surer than this. */
const UNGROUNDED = 0.3;

export interface GroundsParts {
	/** As it was handed out, by its number; null for one that the answer does not cite. */
	cited(number: number): { passage: NumberedPassage; shown: number } | null;
	/** The output filter, for words of the model's own. */
	clean(text: string): string;
	ids: Ids;
	/** Whether the answer cites any article. */
	cites: boolean;
}

export function groundsOf(appendix: string, { kept, suggestions }: Knowing, parts: GroundsParts): Grounds {
	const said = saidIn(appendix);
	const claims = listOf(said.evidence).slice(0, MOST_EVIDENCE);
	const evidence = claims.flatMap((claim) => verified(claim, kept.content, parts) ?? []);
	const named = listOf(said.actions).slice(0, MOST_ACTIONS);
	const actions = [...new Set(named)].flatMap((name): CaseAction[] => {
		const suggestion = suggestions.find((one) => one.name === name);
		if (!suggestion) return [];
		const { type, label, payload } = suggestion;
		return [{ id: parts.ids.make('act'), type, label, payload }];
	});
	return { evidence: unique(evidence), actions, confidence: confidenceOf(said.confidence, claims, evidence, parts) };
}

type Said = Readonly<Record<string, unknown>>;

function saidIn(appendix: string): Said {
	const [from, to] = [appendix.indexOf('{'), appendix.lastIndexOf('}')];
	if (from < 0 || to < from) return {};
	try {
		return JSON.parse(appendix.slice(from, to + 1)) as Said;
	} catch {
		return {};
	}
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function confidenceOf(
	said: unknown,
	{ length: claimed }: readonly unknown[],
	{ length: found }: readonly Evidence[],
	{ cites }: GroundsParts,
): number {
	const own = typeof said === 'number' && said >= 0 && said <= 1 ? said : UNSAID;
	const held = claimed === 0 ? own : own * (found / claimed);
	const sure = found === 0 && !cites ? Math.min(held, UNGROUNDED) : held;
	return Math.round(sure * 100) / 100;
}

function unique(evidence: readonly Evidence[]): Evidence[] {
	const seen = new Set<string>();
	const key = ({ type, value, source }: Evidence) => JSON.stringify([type, value, source]);
	return evidence.filter((piece) => !seen.has(key(piece)) && seen.add(key(piece)));
}

/** Null for what stands nowhere. */
function verified(claim: unknown, snapshot: Snapshot, parts: GroundsParts): Evidence | null {
	if (typeof claim !== 'object' || claim === null) return null;
	const { type, label, value: given, article } = claim as Said;
	const value = typeof given === 'number' ? String(given) : given;
	if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST_VALUE) return null;
	const source = type === 'article' ? articleOf(article, value, parts) : sourceOf(type, value, snapshot);
	if (!source) return null;
	const words = typeof label === 'string' ? parts.clean(label.slice(0, LONGEST_LABEL)).trim() : '';
	return { type: type as Evidence['type'], label: words || String(type), value, source };
}

const SHORTEST_QUOTE = 4;

function articleOf(number: unknown, value: string, { cited }: GroundsParts): string | null {
	const found = typeof number === 'number' ? cited(number) : null;
	const quote = plain(value);
	if (!found || quote.length < SHORTEST_QUOTE) return null;
	const { title, headings, text } = found.passage;
	return plain([title, ...headings, text].join('\n')).includes(quote) ? `article:${found.shown}` : null;
}

/** Without Markdown's marks, and with single spaces: a quotation may leave them out. */
function plain(text: string): string {
	return text
		.replace(/[*_`#>|]/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}

type Place = readonly [source: SourceName, items: readonly Item[]];

function placesIn({ productState, recentActivity, backend, knowledge }: Snapshot): readonly Place[] {
	const { entities = [], activeErrors = [], limitsReached = [] } = productState ?? {};
	return [
		['userState', [...limitsReached, ...activeErrors, ...entities]],
		['userHistory', [...recentActivity.events, ...recentActivity.clickTimeline]],
		['userLogs', [...backend.errors, ...backend.recentRequests, ...backend.jobs]],
		['businessRules', [...knowledge.errorCatalog, knowledge.rules]],
	];
}

/** In which fields a value of each type may stand; an excerpt may stand anywhere. */
const FIELDS: Readonly<Partial<Record<string, readonly string[]>>> = {
	error_code: ['errorCode'],
	job_id: ['jobId'],
	timestamp: ['ts', 'occurredAt', 'createdAt', 'updatedAt'],
	resource_id: ['resourceId', 'id'],
	limit: ['limit', 'max', 'current'],
};

const SHORTEST_EXCERPT = 8;

function sourceOf(type: unknown, value: string, snapshot: Snapshot): SourceName | null {
	const fields = typeof type === 'string' && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
	const holds = (item: Item) =>
		fields
			? fields.some((name) => Object.hasOwn(item, name) && isScalar(item[name]) && String(item[name]) === value)
			: excerptIn(item, value);
	if (!fields && (type !== 'log_excerpt' || value.length < SHORTEST_EXCERPT)) return null;
	return placesIn(snapshot).find(([, items]) => items.some(holds))?.[0] ?? null;
}

function isScalar(value: unknown): value is string | number {
	return typeof value === 'string' || typeof value === 'number';
}

function excerptIn(value: Free, excerpt: string): boolean {
	if (typeof value === 'string') return value.includes(excerpt);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((part: Free) => excerptIn(part, excerpt));
}

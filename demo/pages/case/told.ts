// What the case page shows: answers, each with its question and with the snapshot that it was given from.

import { call } from '../parts/api.ts';

/** A value as a host sent it and the kit cleaned it; never more than text to this page. */
export type Free = string | number | boolean | null | readonly Free[] | { readonly [name: string]: Free };
export type Item = Readonly<Record<string, Free>>;
export type SourceName = 'userState' | 'userHistory' | 'userLogs' | 'businessRules';

export interface Snapshot {
	identity: { tenantId: string; userId: string; roles: readonly string[]; plan: string | null };
	productState: {
		plan?: string;
		featuresEnabled: readonly string[];
		entities: readonly Item[];
		activeErrors: readonly Item[];
		limitsReached: readonly Item[];
	} | null;
	recentActivity: { events: readonly Item[]; clickTimeline: readonly Item[] };
	backend: { recentRequests: readonly Item[]; jobs: readonly Item[]; errors: readonly Item[] };
	knowledge: { rules: Item; errorCatalog: readonly Item[] };
	privacy: {
		redacted: Readonly<Record<string, number>>;
		trimmed: Readonly<Record<string, number>>;
		metadataLeftOut: boolean;
	};
}

export type Sources = Readonly<Record<SourceName, { ok: boolean; error: string | null; ms: number }>>;

export interface Evidence {
	type: string;
	label: string;
	value: string;
	source: string;
}

export interface Grounds {
	evidence: readonly Evidence[];
	actions: readonly { id: string; type: string; label: string; payload: Readonly<Record<string, string>> }[];
	confidence: number;
}

export interface Citation {
	number: number;
	title: string;
	heading: string | null;
	url: string | null;
	excerpt: string;
}

interface Message {
	id: number;
	role: 'user' | 'assistant';
	content: string;
	citations: readonly Citation[];
	grounds: Grounds | null;
	created_at: string;
}

interface KeptSnapshot {
	sources: Sources;
	content: Snapshot;
	created_at: string;
}

interface ToldCase {
	conversation: { id: number; locale: string };
	messages: readonly Message[];
	snapshots: readonly KeptSnapshot[];
}

export interface Answer {
	id: number;
	locale: string;
	question: string;
	content: string;
	citations: readonly Citation[];
	grounds: Grounds | null;
	askedAt: string;
	snapshot: KeptSnapshot;
}

/** Newest first. */
export async function readAnswers(tenant: string, user: string): Promise<Answer[]> {
	const path = `/playground/cases/${encodeURIComponent(tenant)}/${encodeURIComponent(user)}`;
	const { cases } = await call<{ cases: ToldCase[] }>(path);
	return cases.flatMap(answersOf).sort((one, other) => other.id - one.id);
}

function answersOf({ conversation, messages, snapshots }: ToldCase): Answer[] {
	return messages.flatMap((message, at) => {
		const question = messages[at - 1];
		if (message.role !== 'assistant' || question?.role !== 'user') return [];
		const next = messages[at + 1];
		// A follow-up is answered from the last one that was taken, unless that had grown old.
		const snapshot = snapshots.findLast(({ created_at }) => !next || created_at < next.created_at) ?? snapshots[0];
		if (!snapshot) return [];
		const { id, content, citations, grounds } = message;
		const asked = { question: question.content, askedAt: question.created_at };
		return [{ id, content, citations, grounds, locale: conversation.locale, ...asked, snapshot }];
	});
}

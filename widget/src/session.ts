// Who is asking, and what they have not sent yet. The token stays in memory; drafts go to storage where there is any,
// and so does a visitor's token: see visiting.ts.

import { keep, kept } from './storage.ts';

export interface TokenSource {
	/** As the page gave it. */
	readonly token: string | null;
	/** Asks the page for a token; `current` is the one to be replaced, null at first. */
	readonly getToken: ((current: string | null) => Promise<string | null>) | null;
}

/** Asks the server for a visitor's token, in place of the one that is there; null where it lets no visitors in. */
export type Visit = (current: string | null) => Promise<string | null>;

export interface Draft {
	readonly text: string;
	/** On its way: each is kept until its answer has ended. */
	readonly sent: readonly Sent[];
}

/** What it is called, and what it said. */
export interface Sent {
	readonly clientMessageId: string;
	readonly content: string;
}

export interface Session {
	/** The token to send; null where the host's own session says who calls. */
	token(): Promise<string | null>;
	/** After a 401 on `rejected`: another token, or null where there is none. One question at a time. */
	renew(rejected: string | null): Promise<string | null>;
	/** Somebody whom the page does not know: has conversations, and no cases. */
	isVisitor(): boolean;
	/** A token the page hands over; true when it belongs to somebody else than before. */
	identify(token: string | null): boolean;
	draft(key: string): Draft;
	keepDraft(key: string, draft: Partial<Draft>): void;
	/** The conversation (or `new`) with a turn under way, as a page before this one left it. */
	underWay(): string | null;
	/** A token is renewed in time until the session is closed, and again from here on. */
	open(): void;
	close(): void;
}

const renewAheadMs = 60_000;
const emptyDraft: Draft = Object.freeze({ text: '', sent: [] });

export function createSession(source: TokenSource, storageName: string, visit: Visit): Session {
	let token = source.token;
	/** The token is none that the page gave. */
	let visiting = false;
	let asking: Promise<string | null> | null = null;
	let asked = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let drafts = readDrafts();

	function storageKey(): string {
		return `deskbell:${storageName}:${fingerprint(subject(token))}`;
	}

	function readDrafts(): Record<string, Draft> {
		try {
			const found = Object.entries(JSON.parse(kept(storageKey()) ?? '{}'));
			return Object.fromEntries(found.filter((entry): entry is [string, Draft] => isDraft(entry[1])));
		} catch {
			return {};
		}
	}

	function take(next: string | null): boolean {
		const changed = subject(next) !== subject(token);
		// A visitor who comes back too late gets another name, and keeps what was being written.
		const renamed = visiting && token !== null;
		token = next;
		open();
		if (changed && !renamed) drafts = readDrafts();
		return changed;
	}

	function open(): void {
		clearTimeout(timer);
		const left = expiresInMs(token);
		if (left !== null && (source.getToken || visiting))
			timer = setTimeout(() => void ask(), timerMs(left - renewAheadMs));
	}

	/** @param refused the server wants to know who asks */
	function ask(refused = visiting): Promise<string | null> {
		asked = true;
		asking ??= another(refused)
			.catch(() => null)
			.then((next) => {
				if (next) take(next);
				return next;
			})
			.finally(() => {
				asking = null;
			});
		return asking;
	}

	/** Who is nobody to the page is a visitor. */
	async function another(refused: boolean): Promise<string | null> {
		const given = await Promise.resolve(source.getToken?.(visiting ? null : token)).catch(() => null);
		visiting = !given && refused && (visiting || token === null);
		return visiting ? visit(token) : (given ?? null);
	}

	take(token);
	return {
		async token() {
			if (asking) await asking;
			else if ((source.getToken && !asked) || (expiresInMs(token) ?? 1) <= 0) await ask();
			return token;
		},
		async renew(rejected) {
			if (asking) await asking;
			return token !== rejected ? token : ask(true);
		},
		isVisitor: () => claims(token).aud === 'deskbell-visitor',
		identify(next) {
			visiting = false;
			asked = next !== null;
			return take(next);
		},
		draft: (key) => drafts[key] ?? emptyDraft,
		keepDraft(key, change) {
			const draft = { ...(drafts[key] ?? emptyDraft), ...change };
			const { [key]: _, ...others } = drafts;
			drafts = draft.text || draft.sent.length ? { ...others, [key]: draft } : others;
			keep(storageKey(), Object.keys(drafts).length ? JSON.stringify(drafts) : null);
		},
		underWay: () => Object.keys(drafts).find((key) => drafts[key]?.sent.length && /^(new|\d+)$/.test(key)) ?? null,
		open,
		close: () => clearTimeout(timer),
	};
}

/** Anything on the page can write to its storage. */
function isDraft(kept: unknown): boolean {
	const { text, sent } = Object(kept);
	const said = Array.isArray(sent) && sent.flatMap((one) => [one?.clientMessageId, one?.content]);
	return said && [text, ...said].every((each) => typeof each === 'string');
}

/** Timers hold 31 bits; a longer wait is simply cut short and asked again. */
function timerMs(ms: number): number {
	return Math.min(Math.max(ms, 1_000), 2 ** 31 - 1);
}

function expiresInMs(token: string | null): number | null {
	const { exp } = claims(token);
	return typeof exp === 'number' ? exp * 1000 - Date.now() : null;
}

function subject(token: string | null): string {
	const { sub, userId, tenantId } = claims(token);
	return [tenantId, sub ?? userId].join('/');
}

/** Read without being checked: it only decides when to renew and whose drafts these are. */
function claims(token: string | null): Record<string, unknown> {
	try {
		const body = (token ?? '').split('.')[1] ?? '';
		return JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')));
	} catch {
		return {};
	}
}

/** FNV-1a: storage names a person by a number, not by name. */
export function fingerprint(text: string): string {
	let hash = 0x811c9dc5;
	for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return (hash >>> 0).toString(36);
}

/** `crypto.randomUUID` is missing on pages without TLS. */
export function newId(): string {
	return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('-');
}

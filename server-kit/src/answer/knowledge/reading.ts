// Reads a question against a vocabulary that stands in the database: noted, looked up, read again until nothing is open.

import type { KnowledgeIndexStore } from '../../core/knowledge-index.ts';
import { type Asked, createAsking, type Question, type SynonymsIn, synonymsIn } from './asking.ts';
import type { Language } from './language.ts';
import { createLookups, type Lookups } from './lookups.ts';
import type { Synonyms } from './synonyms.ts';

interface Read {
	asked: Asked;
	lookups: Lookups;
	/** Null where the index is not filled. */
	version: number | null;
}

interface Held {
	languages: readonly Language[];
	synonyms: SynonymsIn;
}

const MOST_REMEMBERED = 1000;
/** The languages, the words, what unknown ones may mean, and the stems of those. */
const MOST_LOOKS = 5;

export function createReading(index: KnowledgeIndexStore, own: Synonyms) {
	/** Which languages a tenant's articles are written in, since it last asked: most questions need no look for them. */
	const remembered = new Map<string, Held>();
	const byLanguages = new Map<string, Held>();

	function held(languages: readonly Language[]): Held {
		const name = languages.join();
		const known = byLanguages.get(name) ?? { languages, synonyms: synonymsIn(languages, own) };
		byLanguages.set(name, known);
		return known;
	}

	function remember(tenantId: string, now: Held): void {
		remembered.delete(tenantId);
		remembered.set(tenantId, now);
		const [oldest] = remembered.keys();
		if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
	}

	return async (tenantId: string, question: Question): Promise<Read> => {
		const lookups = createLookups();
		let known = remembered.get(tenantId);
		let version: number | null = null;
		for (let looks = 0; ; looks += 1) {
			const asked = createAsking(lookups, known?.languages ?? [], known?.synonyms ?? held([]).synonyms)(question);
			const { words, alike } = lookups.wanted();
			if (looks === MOST_LOOKS || (words.length === 0 && alike.length === 0)) return { asked, lookups, version };
			const looked = await index.look(tenantId, words, alike);
			lookups.tell(looked.words);
			version = looked.version;
			if (version === null) return { asked, lookups, version };
			known = held(lookups.languages());
			remember(tenantId, known);
		}
	};
}

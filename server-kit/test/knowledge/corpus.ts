// A small knowledge base for the tests, in two languages, as a store would hand it out.

import { parseArticle } from '../../src/answer/knowledge/article.ts';
import type { ArticleSource, StoredArticle } from '../../src/core/knowledge.ts';

export const corpus: Record<string, string> = {
	'upload-limits.md': `---
title: Upload limits
locale: en
---
Every plan has a limit for a single file. A larger file is refused with error E77.

## Limits by plan

| Plan | Largest file |
|---|---|
| Starter | 50 MB |
| Studio | 2 GB |

## Send a larger file

1. Open **Settings** and press **Plan**.
2. Choose Studio.
3. Upload the file again.
`,
	'invoices.md': `---
title: Invoices and billing
locale: en
---
Invoices are issued on the first day of the month.

## Download an invoice

Open **Billing**, find the month and press **PDF**. Only owners can see invoices.
`,
	'two-step.md': `---
title: Two-factor sign-in
locale: en
---
Protect your account with a second factor. Scan the code with an authenticator app and enter the six digits.
`,
	'rechnungen.md': `---
title: Rechnungen herunterladen
locale: de
---
Rechnungen entstehen am ersten Tag des Monats. Öffnen Sie **Abrechnung** und wählen Sie den Monat.

## Rechnungsadresse ändern

Die Adresse ändern Sie unter **Rechnungsdaten**. Frühere Rechnungen bleiben, wie sie sind.
`,
	'loeschen.md': `---
title: Dateien löschen
locale: de
---
Gelöschte Dateien liegen 30 Tage im Papierkorb. Danach sind sie endgültig weg.
`,
};

export type Articles = Readonly<Record<string, string>>;

export function articlesOf(
	files: Articles,
	idOf: (path: string, at: number) => number = (_, at) => at + 1,
): StoredArticle[] {
	return Object.entries(files).map(([path, text], at) => {
		const { slug, title, url, locale, passages, hints = null } = parseArticle({ path, text });
		const id = idOf(path, at);
		const stored = passages.map((each, part) => ({ ...each, id: id * 100 + part, articleId: id, title, url, locale }));
		return { id, slug, title, url, locale, hints, passages: stored };
	});
}

export interface SourceOfTests extends ArticleSource {
	/** Replaces the articles and moves the revision on. */
	replace(files: Articles): void;
	asked: { revision: number; read: number; standing: number };
	/** While set, reading the articles waits for it. */
	hold: Promise<void> | null;
}

export function sourceOf(files: Articles): SourceOfTests {
	const ids = new Map<string, number>();
	// As a store does it: what has changed gets a new id, what has not keeps its own.
	const stored = (next: Articles) =>
		articlesOf(next, (path) => {
			const key = path + next[path];
			if (!ids.has(key)) ids.set(key, ids.size + 1);
			return ids.get(key) ?? 0;
		}).toSorted((a, b) => a.id - b.id);
	let articles = stored(files);
	let revision = 1;
	const source: SourceOfTests = {
		asked: { revision: 0, read: 0, standing: 0 },
		hold: null,
		replace(next) {
			articles = stored(next);
			revision += 1;
		},
		async revision() {
			source.asked.revision += 1;
			return revision;
		},
		async read(_, after, limit) {
			source.asked.read += 1;
			const held = articles;
			if (source.hold) await source.hold;
			return held.filter(({ id }) => id > after).slice(0, limit);
		},
		async standing(_, ids) {
			source.asked.standing += 1;
			const there = articles.flatMap((article) => article.passages.map(({ id }) => id));
			return there.filter((id) => ids.includes(id));
		},
		tenants: async () => ['acme'],
	};
	return source;
}

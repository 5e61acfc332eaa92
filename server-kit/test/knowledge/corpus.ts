// A small knowledge base for the tests, in two languages, as a store would hand it out.

import { parseArticle } from '../../src/answer/knowledge/article.ts';
import type { Passage, PassageSource } from '../../src/core/knowledge.ts';

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

export function passagesOf(articles: Readonly<Record<string, string>>): Passage[] {
	return Object.entries(articles).flatMap(([path, text], at) => {
		const { title, url, locale, passages } = parseArticle({ path, text });
		return passages.map((passage, part) => ({ ...passage, id: at * 100 + part, articleId: at, title, url, locale }));
	});
}

export interface ShelfOfTests extends PassageSource {
	/** Replaces the articles and moves the revision on. */
	replace(articles: Readonly<Record<string, string>>): void;
	asked: { revision: number; all: number };
	/** While set, reading the passages waits for it. */
	hold: Promise<void> | null;
}

export function sourceOf(articles: Readonly<Record<string, string>>): ShelfOfTests {
	let passages = passagesOf(articles);
	let revision = 1;
	const source: ShelfOfTests = {
		asked: { revision: 0, all: 0 },
		hold: null,
		replace(next) {
			passages = passagesOf(next);
			revision += 1;
		},
		async revision() {
			source.asked.revision += 1;
			return revision;
		},
		async all() {
			source.asked.all += 1;
			const read = passages;
			if (source.hold) await source.hold;
			return read;
		},
	};
	return source;
}

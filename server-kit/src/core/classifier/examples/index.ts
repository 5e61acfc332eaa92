// The example sentences that the intent model knows before a host adds its own.

import { englishReports } from './english-reports.ts';
import { englishRequests } from './english-requests.ts';
import type { Example } from './example.ts';
import { german } from './german.ts';

export const EXAMPLES: readonly Example[] = [englishRequests, englishReports, german].flatMap((language) =>
	Object.entries(language).flatMap(([label, lines]) =>
		lines
			.trim()
			.split('\n')
			.map((line) => ({ label, text: line.trim() })),
	),
);

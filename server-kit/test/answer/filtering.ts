// Filters for tests: every detector is on, and nothing is known unless a test says so.

import type { DetectorGroup } from '../../src/answer/filter/detectors.ts';
import { createFilters, type Filter } from '../../src/answer/filter/index.ts';
import { rules } from '../../src/answer/prompt.ts';
import type { FilterSettings } from '../../src/core/filter.ts';

export const CANARY = 'c0ffee0123456789deadbeef';
export const RULES = rules('en', CANARY);

export interface Setup extends Partial<FilterSettings> {
	readable?: readonly string[];
	detectors?: readonly DetectorGroup[];
	failed?(detector: string, fault: unknown): void;
}

export function filterWith({ readable = [], detectors, failed = () => {}, ...settings }: Setup = {}): Filter {
	const filters = createFilters({
		settings: {
			trustedHosts: ['help.example.com', '*.own.example'],
			nationalIds: ['us-ssn', 'uk-nino', 'de-steuer-id', 'nl-bsn', 'fr-nir', 'es-dni'],
			banned: [],
			...settings,
			actions: { 'ip-address': 'mask', ...settings.actions },
		},
		rules: RULES,
		canary: CANARY,
		failed,
		detectors,
	});
	return filters(readable);
}

export function filtered(pieces: readonly string[], setup?: Setup): string {
	const filter = filterWith(setup);
	return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}

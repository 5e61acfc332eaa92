// How each source of the host answered, and what was taken out of what it said.

import { make } from '../parts/dom.ts';
import { svg } from '../parts/svg.ts';
import { lasting } from './moments.ts';
import type { Snapshot, Sources } from './told.ts';

export function sourcesPane(sources: Sources): HTMLElement {
	const slowest = Math.max(...Object.values(sources).map(({ ms }) => ms), 1);
	const rows = Object.entries(sources).map(([name, { ok, error, ms }]) => {
		const bar = svg('svg', { class: 'source-bar', width: '100%', height: 6, 'aria-hidden': 'true' });
		bar.append(
			svg('rect', { class: 'bar-ground', width: '100%', height: 6, rx: 3 }),
			svg('rect', {
				class: ok ? 'bar-used' : 'bar-over',
				width: `${Math.max(2, (ms / slowest) * 100)}%`,
				height: 6,
				rx: 3,
			}),
		);
		return make(
			'li',
			{},
			make('b', { text: name }),
			make('span', { class: ok ? '' : 'silent', text: ok ? 'answered' : (error ?? 'silent').replaceAll('_', ' ') }),
			make('time', { text: lasting(ms) }),
			bar,
		);
	});
	return make('ul', { class: 'sources' }, ...rows);
}

const REMOVED: Readonly<Record<string, string>> = {
	secrets: 'secrets',
	personal: 'personal data of others',
	internalAddresses: 'internal addresses',
	binary: 'binary data',
	misshapen: 'of a wrong shape',
};

const TRIMMED: Readonly<Record<string, string>> = {
	events: 'events',
	clickTimeline: 'clicks',
	recentRequests: 'requests',
	jobs: 'jobs',
	errors: 'errors',
	rules: 'rules',
	errorCatalog: 'error meanings',
};

export function privacyPane({ privacy }: Snapshot): HTMLElement[] {
	const { redacted, trimmed, metadataLeftOut } = privacy;
	return [
		make('h3', { text: 'Taken out before anybody read it' }),
		counts(redacted, REMOVED),
		make('h3', { text: 'Left out because it did not fit' }),
		counts(trimmed, TRIMMED),
		...(metadataLeftOut
			? [make('p', { class: 'quiet-line', text: 'The metadata of things was left out as well.' })]
			: []),
	];
}

function counts(record: Readonly<Record<string, number>>, names: Readonly<Record<string, string>>): HTMLElement {
	const cells = Object.entries(names).map(([key, name]) => {
		const count = record[key] ?? 0;
		return make(
			'li',
			{ attributes: { 'data-none': count === 0 } },
			make('b', { text: String(count) }),
			make('span', { text: name }),
		);
	});
	return make('ul', { class: 'counts' }, ...cells);
}

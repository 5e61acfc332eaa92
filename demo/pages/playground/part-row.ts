// One stream part in the log: when, which type, the gist; the whole JSON when it is opened.

import { make } from '../parts/dom.ts';
import type { StageReport } from './reports.ts';

type Part = Extract<StageReport, { kind: 'part' }>;

export function partRow({ name, part, after }: Part): HTMLLIElement {
	const summary = make(
		'summary',
		{},
		make('time', { text: `+${after}` }),
		make('span', { class: 'part-type', text: name }),
		make('span', { class: 'part-gist', text: gistOf(name, part) }),
	);
	return make('li', {}, lazyJson(summary, part, familyOf(name)));
}

/** Details that write their JSON when they are first opened: an answer has hundreds of parts. */
export function lazyJson(summary: HTMLElement, value: unknown, family: string): HTMLDetailsElement {
	const details = make('details', { class: 'part', attributes: { 'data-family': family } }, summary);
	const write = () => details.append(make('pre', { text: JSON.stringify(value, null, 2) }));
	details.addEventListener('toggle', write, { once: true });
	return details;
}

function familyOf(name: string): string {
	if (name === 'error' || name === 'abort' || name === 'tool-output-error') return 'error';
	if (name === 'data-degraded' || name === 'data-refused') return 'warning';
	if (name === 'data-citation' || name.startsWith('source-')) return 'source';
	if (name.startsWith('text-') || name.startsWith('reasoning-')) return 'text';
	if (name.startsWith('tool-')) return 'tool';
	if (name.startsWith('data-') || name.startsWith('case-')) return 'data';
	return 'frame';
}

function gistOf(name: string, part: unknown): string {
	if (typeof part !== 'object' || part === null) return String(part);
	const { type: _, delta, title, data, finishReason, errorText, ...rest } = part as Record<string, unknown>;
	if (name === 'text-delta') return JSON.stringify(delta);
	const words = title ?? finishReason ?? errorText;
	if (typeof words === 'string') return words;
	const facts = data ?? rest;
	return JSON.stringify(facts)
		.slice(0, 200)
		.replace(/^\{\}$/, '');
}

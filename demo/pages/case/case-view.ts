// One answer beside everything that the desk knew when it gave it.

import { make } from '../parts/dom.ts';
import { answerPane, evidenceKey } from './answer-pane.ts';
import { holds } from './holding.ts';
import { knowledgePane } from './knowledge-pane.ts';
import { createLinks, type Links } from './links.ts';
import { type Moment, momentsOf } from './moments.ts';
import { momentsTable } from './moments-table.ts';
import { privacyPane, sourcesPane } from './sources-pane.ts';
import { statePane } from './state-pane.ts';
import { type KeysOf, timeline } from './timeline.ts';
import type { Answer, Item, SourceName } from './told.ts';

export function caseView(answer: Answer): HTMLElement {
	const told = make('p', { class: 'unseen', attributes: { role: 'status' } });
	const links = createLinks((words) => {
		told.textContent = words;
	});
	const spoken = make('section', {
		class: 'card answer-card',
		attributes: { 'data-side': 'answer', 'aria-label': 'The answer' },
	});
	spoken.append(make('h2', { class: 'unseen', text: 'The answer' }), ...answerPane(answer, links));
	return make('div', { class: 'case-view' }, spoken, known(answer, links), told);
}

function known(answer: Answer, links: Links): HTMLElement {
	const { content, sources, created_at: takenAt } = answer.snapshot;
	const evidence = answer.grounds?.evidence ?? [];
	const heldBy = (from: SourceName) => (item: Item) =>
		evidence.flatMap((piece, at) => (holds(piece, item, from) ? evidenceKey(at) : []));
	const moments = momentsOf(content);
	const keysOf: KeysOf = ({ key, item, source }: Moment) => [key, ...heldBy(source)(item)];
	const taken = `Taken ${new Date(takenAt).toLocaleString()} · ${bytesOf(content)}`;
	return make(
		'div',
		{ class: 'known', attributes: { 'data-side': 'known' } },
		card('How the sources answered', taken, sourcesPane(sources)),
		card('State', 'What the host says of the person now', ...statePane(content, heldBy('userState'), links)),
		card(
			'What happened',
			'Bands join what carries the same request id',
			...(moments.length
				? [timeline(moments, keysOf, links), momentsTable(moments, keysOf, links)]
				: [make('p', { class: 'quiet-line', text: 'The host told of nothing that happened.' })]),
		),
		card('Knowledge', 'Rules of the host', ...knowledgePane(content, heldBy('businessRules'), links)),
		card('Privacy', 'How much was removed, never what', ...privacyPane(content)),
		rawJson(answer),
	);
}

function card(title: string, about: string, ...children: readonly HTMLElement[]): HTMLElement {
	const head = make('header', {}, make('h2', { text: title }), make('p', { text: about }));
	return make('section', { class: 'card' }, head, ...children);
}

function bytesOf(content: unknown): string {
	const bytes = new TextEncoder().encode(JSON.stringify(content)).length;
	return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** Written when it is first opened. */
function rawJson({ snapshot, grounds }: Answer): HTMLElement {
	const details = make('details', { class: 'card raw' }, make('summary', { text: 'As JSON' }));
	const write = () => {
		const text = JSON.stringify({ grounds, sources: snapshot.sources, snapshot: snapshot.content }, null, 2);
		details.append(make('pre', { text, attributes: { tabindex: 0, 'aria-label': 'Grounds and snapshot as JSON' } }));
	};
	details.addEventListener('toggle', write, { once: true });
	return details;
}

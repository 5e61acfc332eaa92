// The case page: an answer of the desk beside what the desk knew, so that one sees what each sentence rests on.

import { listenToQuestions } from './case/asking.ts';
import { caseView } from './case/case-view.ts';
import { showChooser } from './case/chooser.ts';
import type { Answer } from './case/told.ts';
import { make, need } from './parts/dom.ts';

const place = need('[data-case]');

function show(answer: Answer | null): void {
	place.replaceChildren(answer ? caseView(answer) : nothing());
}

function nothing(): HTMLElement {
	return make(
		'div',
		{ class: 'empty' },
		make('b', { text: 'No answer of this person’s rests on a snapshot yet' }),
		make('p', { text: 'Ask above, or on the playground’s stage: what the desk knew of the person is shown here.' }),
	);
}

const { who, read } = await showChooser(show);
listenToQuestions(who, () => read(true));
// Whoever asks on the playground finds the answer here on coming back.
document.addEventListener('visibilitychange', () => {
	if (!document.hidden) void read();
});
await read();

// The help centre's search: hides what does not hold all the words, and offers the assistant where nothing does.

import { tell } from './parts/deskbell.ts';

const field = document.querySelector<HTMLInputElement>('[data-filter]');
const none = document.querySelector<HTMLElement>('[data-none]');

function filter(typed: string): void {
	const words = typed.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	let shown = 0;
	for (const topic of document.querySelectorAll<HTMLElement>('[data-topic]')) {
		const items = [...topic.querySelectorAll<HTMLElement>('[data-words]')];
		for (const item of items) item.hidden = !words.every((word) => holds(item, word));
		const left = items.filter((item) => !item.hidden).length;
		topic.hidden = left === 0;
		shown += left;
	}
	if (none) none.hidden = shown > 0;
}

function holds(item: HTMLElement, word: string): boolean {
	return ` ${item.dataset.words}`.includes(` ${word}`);
}

field?.addEventListener('input', () => filter(field.value));
document.querySelector('[data-ask-filter]')?.addEventListener('click', () => {
	if (field?.value.trim()) tell(['ask', field.value.trim()]);
});
if (field?.value) filter(field.value);

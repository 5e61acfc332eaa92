// How the widget looks: theme, language, mode, accent. Each change loads the stage anew.

import type { Choice, ChoiceKeeper } from './choice.ts';

/** Radio buttons and lists named after a part of the choice keep it, and follow it. */
export function listenToLook(keeper: ChoiceKeeper): void {
	const radios = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"][data-look]')];
	const lists = [...document.querySelectorAll<HTMLSelectElement>('select[data-look]')];
	const mark = (choice: Choice) => {
		const chosen: Readonly<Record<string, string>> = { ...choice };
		for (const radio of radios) radio.checked = chosen[radio.name] === radio.value;
		for (const list of lists) list.value = chosen[list.name] ?? '';
	};
	for (const each of [...radios, ...lists]) {
		each.addEventListener('change', () => keeper.set({ [each.name]: each.value }));
	}
	mark(keeper.get());
	keeper.listen(mark);
}

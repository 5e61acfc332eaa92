// How the widget looks: theme, language, mode, accent. Each change loads the stage anew.

import type { Choice, ChoiceKeeper } from './choice.ts';

/** Radio buttons named after a part of the choice keep it, and follow it. */
export function listenToLook(keeper: ChoiceKeeper): void {
	const radios = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"][data-look]')];
	const mark = (choice: Choice) => {
		const chosen: Readonly<Record<string, string>> = { ...choice };
		for (const radio of radios) radio.checked = chosen[radio.name] === radio.value;
	};
	for (const radio of radios) radio.addEventListener('change', () => keeper.set({ [radio.name]: radio.value }));
	mark(keeper.get());
	keeper.listen(mark);
}

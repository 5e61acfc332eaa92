// The states: a button for each degraded code, and what the server said when the widget asked in it.

import { type DeskState, listStates } from '../parts/api.ts';
import { make, need } from '../parts/dom.ts';
import type { ChoiceKeeper } from './choice.ts';
import type { StageReport } from './reports.ts';
import { type Said, showSaid } from './said.ts';

export interface StatesPane {
	/** A report of the stage: the answers to messages are shown. */
	take(report: StageReport): void;
}

export function showStates(keeper: ChoiceKeeper): StatesPane {
	const list = make('ul', { class: 'states' });
	const detail = make('div', { class: 'state-detail', attributes: { 'aria-live': 'polite' } });
	need('[data-states]').append(intro(), list, detail);
	const badge = need('[data-state-badge]');
	let said = saidIn(keeper);
	let states: readonly DeskState[] = [];

	const draw = () => {
		const chosen = states.find(({ code }) => code === keeper.get().state);
		for (const button of list.querySelectorAll('button'))
			button.setAttribute('aria-pressed', String(button.dataset.code === (chosen?.code ?? '')));
		badge.hidden = !chosen;
		badge.textContent = chosen?.code ?? '';
		detail.replaceChildren(...(chosen && said ? [about(chosen, keeper), said.element] : []));
	};
	keeper.listen((_, changed) => {
		if (changed.every((name) => name === 'frame')) return;
		said = saidIn(keeper);
		draw();
	});
	void fill();
	return { take: (report) => said?.take(report) };

	async function fill(): Promise<void> {
		try {
			states = await listStates();
			list.replaceChildren(...[normal, ...states].map((state) => row(state, keeper)));
			draw();
		} catch (error) {
			list.replaceChildren(make('li', { class: 'empty', text: `The states cannot be read: ${String(error)}` }));
		}
	}
}

/** Anew for each load of the stage. */
function saidIn(keeper: ChoiceKeeper): Said | null {
	return keeper.get().state ? showSaid() : null;
}

function intro(): HTMLElement {
	return make('p', {
		class: 'states-intro',
		text: 'Nothing here is staged: each button opens a desk where the code is true, signs in somebody new, and lets the widget ask.',
	});
}

const normal = { code: '', title: 'Normal' };

function row({ code, title }: Pick<DeskState, 'code' | 'title'>, keeper: ChoiceKeeper): HTMLElement {
	const button = make(
		'button',
		{
			class: 'state',
			attributes: { type: 'button', 'aria-pressed': 'false', 'data-code': code },
			onClick: () => (code ? provoke(code, keeper) : keeper.set({ state: '', run: '' })),
		},
		make('b', { text: title }),
		make('code', { text: code || 'nothing is wrong' }),
	);
	return make('li', {}, button);
}

function provoke(state: string, keeper: ChoiceKeeper): void {
	const digits = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
	keeper.set({ state, run: digits.toString(36) });
}

function about({ code, title, how, options }: DeskState, keeper: ChoiceKeeper): HTMLElement {
	const again = make('button', {
		class: 'button quiet small',
		text: 'Again',
		attributes: { type: 'button' },
		onClick: () => provoke(code, keeper),
	});
	const own = make('pre', { text: options, attributes: { tabindex: 0, 'aria-label': 'Options of this desk' } });
	return make(
		'section',
		{ class: 'state-about' },
		make('div', { class: 'state-head' }, make('h3', { text: title }), again),
		make('p', { text: how }),
		options === '{}' ? null : own,
	);
}

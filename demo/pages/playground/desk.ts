// The agent desk: the tenant's cases on one page, an open case on the other.

import { call } from '../parts/api.ts';
import { make, need } from '../parts/dom.ts';
import { type CasePage, showCase } from './case-page.ts';
import type { ChoiceKeeper } from './choice.ts';
import { type Case, since } from './desk-words.ts';

const pollMs = 4_000;

export interface Desk {
	/** Looks for news at once. */
	refresh(): void;
}

/** Asks for news every few seconds while its tab is open. */
export function showDesk(keeper: ChoiceKeeper, isOpen: () => boolean): Desk {
	const pane = need('[data-desk]');
	const list = make('ul', { class: 'cases' });
	let open: CasePage | null = null;
	let shown = '';

	const refresh = async () => {
		const { tenant } = keeper.get();
		if (open) return open.refresh();
		const { cases } = await call<{ cases: Case[] }>(`/playground/desk/${tenant}/cases`);
		const said = JSON.stringify([tenant, cases]);
		if (said === shown) return;
		shown = said;
		list.replaceChildren(...(cases.length ? cases.map((each) => caseRow(each, openCase)) : [nothing(tenant)]));
	};
	const attempt = (work: () => Promise<void>) => {
		work().catch((error: unknown) => {
			shown = '';
			list.replaceChildren(make('li', { class: 'empty', text: `The desk cannot be read: ${String(error)}` }));
		});
	};
	const back = () => {
		open = null;
		pane.replaceChildren(list);
		attempt(refresh);
	};
	const openCase = (id: number) => {
		attempt(async () => {
			open = await showCase({ tenant: keeper.get().tenant, id, back });
			pane.replaceChildren(open.element);
		});
	};

	pane.append(list);
	keeper.listen((_, changed) => {
		if (changed.includes('tenant')) back();
	});
	setInterval(() => {
		if (isOpen() && !document.hidden) attempt(refresh);
	}, pollMs);
	attempt(refresh);
	return { refresh: () => attempt(refresh) };
}

function caseRow(each: Case, openCase: (id: number) => void): HTMLElement {
	return make(
		'li',
		{},
		make(
			'button',
			{ class: 'case-row', attributes: { type: 'button' }, onClick: () => openCase(each.id) },
			make('span', { class: 'case-number', text: each.number }),
			make('span', { class: 'case-status', text: each.status, attributes: { 'data-status': each.status } }),
			make('b', { text: each.subject }),
			make('small', { text: `${each.customerName ?? each.userId} · ${since(each.updatedAt)}` }),
		),
	);
}

function nothing(tenant: string): HTMLElement {
	return make(
		'li',
		{ class: 'empty' },
		make('b', { text: `No cases of ${tenant} yet` }),
		make('p', {
			text: 'On the stage, open the widget, ask for a person and file a case. It appears here within seconds.',
		}),
	);
}

// Who asks: a card for each known person, and a form for anybody else.

import { listPeople, type Person } from '../parts/api.ts';
import { face, make, need } from '../parts/dom.ts';
import type { Choice, ChoiceKeeper } from './choice.ts';

export async function showPeople(keeper: ChoiceKeeper): Promise<void> {
	const people = await listPeople();
	const cards = people.map((person, index) => ({ person, card: personCard(person, index, keeper) }));
	need('[data-people]').append(...cards.map(({ card }) => card));
	const mark = (choice: Choice) => {
		for (const { person, card } of cards) card.setAttribute('aria-pressed', String(isChosen(person, choice)));
	};
	mark(keeper.get());
	keeper.listen(mark);
	listenToForm(keeper);
}

function personCard(person: Person, index: number, keeper: ChoiceKeeper): HTMLElement {
	const { tenant, user, roles } = person;
	return make(
		'button',
		{
			class: 'person',
			attributes: { type: 'button' },
			onClick: () => keeper.set({ tenant, user, roles: roles.join(','), name: '', plan: '' }),
		},
		face(person.name, index),
		make(
			'span',
			{},
			make('b', { text: person.name }, make('code', { text: `${tenant}/${user}` })),
			make('small', { text: person.about }),
		),
	);
}

function isChosen({ tenant, user, roles }: Person, choice: Choice): boolean {
	return tenant === choice.tenant && user === choice.user && roles.join(',') === choice.roles && !choice.name;
}

function listenToForm(keeper: ChoiceKeeper): void {
	const form = need<HTMLFormElement>('[data-anybody]');
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const typed = new FormData(form);
		const word = (name: string) => String(typed.get(name) ?? '').trim();
		const roles = typed.getAll('roles').join(',') || 'customer';
		keeper.set({ tenant: word('tenant'), user: word('user'), name: word('name'), plan: word('plan'), roles });
	});
}

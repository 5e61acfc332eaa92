// Who is signed in to Acme Files: kept in this browser, shown in the header, changed from its menu.

import { listPeople, type Person } from './api.ts';
import { face, make, need } from './dom.ts';

const storageKey = 'acme-user';
const ownTenant = 'acme';

/** Falls back to Ada where storage is blocked or holds somebody unknown. */
export async function signedIn(): Promise<{ person: Person; others: Person[] }> {
	const known = (await listPeople()).filter((person) => person.tenant === ownTenant);
	const person = known.find(({ user }) => user === readUser()) ?? known[0];
	if (!person) throw new Error('The playground knows nobody of this company.');
	return { person, others: known };
}

export function showMenu(current: Person, known: readonly Person[]): void {
	const menu = need<HTMLDetailsElement>('[data-who]');
	const first = current.name.split(' ')[0] ?? current.name;
	menu.replaceChildren(
		make(
			'summary',
			{},
			make('span', { class: 'unseen', text: 'Signed in as' }),
			face(current.name, known.indexOf(current)),
			make('span', { text: first }),
		),
		make(
			'div',
			{ class: 'who-menu' },
			make('p', { text: 'Sign in as' }),
			...known.map((person, index) => choice(person, index, person === current)),
		),
	);
	menu.hidden = false;
	closeOnLeave(menu);
}

function choice(person: Person, index: number, current: boolean): HTMLElement {
	return make(
		'button',
		{ attributes: { type: 'button', 'aria-pressed': String(current) }, onClick: () => signInAs(person) },
		face(person.name, index),
		make(
			'span',
			{},
			make('b', { text: person.name }),
			make('small', { text: person.plan ? `${capital(person.plan)} plan` : 'Support agent' }),
		),
	);
}

function signInAs(person: Person): void {
	try {
		localStorage.setItem(storageKey, person.user);
	} catch {
		// Storage is blocked: the page stays with the person it has.
	}
	location.reload();
}

function readUser(): string | null {
	try {
		return localStorage.getItem(storageKey);
	} catch {
		return null;
	}
}

function closeOnLeave(menu: HTMLDetailsElement): void {
	document.addEventListener('click', (event) => {
		if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
	});
	menu.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || !menu.open) return;
		menu.open = false;
		menu.querySelector('summary')?.focus();
	});
}

export function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

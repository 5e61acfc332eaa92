// One case at the desk: what the customer wrote, what was said since, and the agent's answer.

import { call } from '../parts/api.ts';
import { icon, make } from '../parts/dom.ts';
import { type Case, type Comment, since, statuses } from './desk-words.ts';

export interface CasePage {
	element: HTMLElement;
	/** Draws again only what has changed: a half-written answer stays. */
	refresh(): Promise<void>;
}

interface Wishes {
	tenant: string;
	id: number;
	back: () => void;
}

export async function showCase({ tenant, id, back }: Wishes): Promise<CasePage> {
	const path = `/playground/desk/${tenant}/cases/${id}`;
	const status = statusField(async (chosen) => {
		await call(`${path}/status`, { status: chosen });
		await refresh();
	});
	const thread = make('ol', { class: 'thread' });
	let shown = '';
	const draw = (found: Case) => {
		status.value = found.status;
		const said = JSON.stringify([found.updatedAt, found.comments]);
		if (said === shown) return;
		shown = said;
		thread.replaceChildren(...threadOf(found).map(entry));
	};
	const read = async () => (await call<{ case: Case }>(path)).case;
	const refresh = async () => draw(await read());
	const found = await read();
	draw(found);
	const composer = answerForm(async (words) => {
		await call(`${path}/comments`, words);
		await refresh();
	});
	return { element: make('div', { class: 'case-page' }, head(found, status, back), thread, composer), refresh };
}

function head(found: Case, status: HTMLElement, back: () => void): HTMLElement {
	return make(
		'header',
		{ class: 'case-head' },
		make('button', { class: 'link', text: '← All cases', attributes: { type: 'button' }, onClick: back }),
		make('label', {}, make('span', { class: 'unseen', text: 'Status' }), status),
		make('h3', { text: found.subject }),
		make('p', { text: `${found.number} · ${found.customerName ?? found.userId} · priority ${found.priority}` }),
		handover(found),
	);
}

function handover({ handover: given }: Case): HTMLElement | null {
	if (!given) return null;
	const tried = given.attempted.length ? ` Shown so far: ${given.attempted.join(', ')}.` : '';
	return make('p', { class: 'handover' }, icon('chat'), make('span', { text: given.summary + tried }));
}

function statusField(change: (status: string) => Promise<void>): HTMLSelectElement {
	const options = statuses.map((status) => make('option', { text: status, attributes: { value: status } }));
	const field = make('select', { class: 'field' }, ...options);
	field.addEventListener('change', () => {
		change(field.value).catch((error: unknown) => {
			field.setCustomValidity(messageOf(error));
			field.reportValidity();
			field.setCustomValidity('');
		});
	});
	return field;
}

function threadOf(found: Case): Omit<Comment, 'id'>[] {
	const { description: body, createdAt, customerName: name } = found;
	const first = { author: { type: 'customer' as const, name }, visibility: 'public' as const, body, createdAt };
	return [first, ...(found.comments ?? [])];
}

function entry({ author, visibility, body, createdAt }: Omit<Comment, 'id'>): HTMLElement {
	const name = author.name ?? author.type;
	return make(
		'li',
		{ attributes: { 'data-author': author.type, 'data-visibility': visibility } },
		make(
			'p',
			{ class: 'by' },
			make('b', { text: name }),
			visibility === 'internal' ? make('em', { text: 'Internal note' }) : null,
			make('time', { text: since(createdAt) }),
		),
		make('p', { class: 'said', text: body }),
	);
}

function answerForm(send: (words: { body: string; visibility: string }) => Promise<void>): HTMLFormElement {
	const body = make('textarea', {
		class: 'field',
		attributes: {
			rows: 3,
			maxlength: 10000,
			required: true,
			'aria-label': 'Your answer',
			placeholder: 'Answer the customer…',
		},
	});
	const failure = make('p', { class: 'form-failure', attributes: { role: 'alert' } });
	const submit = make('button', { class: 'button small', text: 'Send', attributes: { type: 'submit' } });
	const foot = make(
		'div',
		{ class: 'answer-foot' },
		choice('public', 'Public answer', true),
		choice('internal', 'Internal note', false),
		submit,
	);
	const form = make('form', { class: 'answer' }, body, foot, failure);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		submit.disabled = true;
		send({ body: body.value, visibility: String(new FormData(form).get('visibility')) })
			.then(() => {
				body.value = '';
				failure.textContent = '';
			})
			.catch((error: unknown) => {
				failure.textContent = messageOf(error);
			})
			.finally(() => {
				submit.disabled = false;
			});
	});
	return form;
}

function choice(value: string, words: string, checked: boolean): HTMLElement {
	const radio = make('input', { attributes: { type: 'radio', name: 'visibility', value, checked } });
	return make('label', { class: 'tick' }, radio, words);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'Something went wrong.';
}

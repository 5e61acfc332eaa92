// Whose answers are shown, and which of them. Kept in the address, so a reload and a link keep it.

import { listPeople } from '../parts/api.ts';
import { make, need } from '../parts/dom.ts';
import { type Answer, readAnswers } from './told.ts';

export interface Who {
	tenant: string;
	user: string;
}

export interface Chooser {
	who(): Who;
	/** Reads the answers anew. @param newest chooses the newest, else what was chosen stays */
	read(newest?: boolean): Promise<void>;
}

const FIRST = { tenant: 'acme', user: 'ada', answer: '' };

export async function showChooser(show: (answer: Answer | null) => void): Promise<Chooser> {
	const said = { ...FIRST, ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))) };
	const person = need<HTMLSelectElement>('[data-person]');
	const which = need<HTMLSelectElement>('[data-answer]');
	let answers: readonly Answer[] = [];
	let shown: Answer | null | undefined;

	const who = (): Who => {
		const [tenant = FIRST.tenant, user = FIRST.user] = person.value.split('/');
		return { tenant, user };
	};

	function choose(): void {
		const answer = answers.find(({ id }) => String(id) === which.value) ?? null;
		const { tenant, user } = who();
		const kept = new URLSearchParams({ tenant, user, ...(answer && { answer: String(answer.id) }) });
		history.replaceState(null, '', `#${kept}`);
		if (shown !== undefined && shown?.id === answer?.id && shown?.content === answer?.content) return;
		shown = answer;
		show(answer);
	}

	async function read(newest = false): Promise<void> {
		const asked = person.value;
		const { tenant, user } = who();
		const found = await readAnswers(tenant, user);
		if (asked !== person.value) return;
		answers = found;
		const before = newest ? '' : which.value || said.answer;
		which.replaceChildren(...found.map(answerOption));
		which.disabled = found.length === 0;
		which.value = String((found.find(({ id }) => String(id) === before) ?? found[0])?.id ?? '');
		choose();
	}

	person.replaceChildren(...(await peopleOptions(said)));
	person.value = `${said.tenant}/${said.user}`;
	which.addEventListener('change', choose);
	person.addEventListener('change', () => {
		shown = undefined;
		void read(true);
	});
	return { who, read };
}

async function peopleOptions({ tenant, user }: Who): Promise<HTMLOptionElement[]> {
	const known = (await listPeople()).filter(({ roles }) => roles.includes('customer'));
	const other = known.some((one) => one.tenant === tenant && one.user === user) ? [] : [{ tenant, user, name: user }];
	return [...known, ...other].map((one) =>
		make('option', { text: `${one.name} of ${one.tenant}`, attributes: { value: `${one.tenant}/${one.user}` } }),
	);
}

function answerOption({ id, question, askedAt }: Answer): HTMLOptionElement {
	const time = new Date(askedAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
	const words = question.length > 80 ? `${question.slice(0, 79)}…` : question;
	return make('option', { text: `${time}  ${words}`, attributes: { value: id } });
}

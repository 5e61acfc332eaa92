// What was chosen on the left: who asks, and how the widget looks. Kept in the address, so a reload keeps it.

export interface Choice {
	tenant: string;
	user: string;
	/** Separated by commas. */
	roles: string;
	name: string;
	plan: string;
	theme: 'auto' | 'light' | 'dark';
	/** One of the widget's languages. */
	locale: string;
	mode: 'launcher' | 'inline' | 'panel';
	/** Six hexadecimal digits; empty for the widget's own. */
	accent: string;
	frame: 'desktop' | 'phone';
	/** The degraded code that the desk on the stage is in; empty for the normal desk. */
	state: string;
	/** Makes somebody new of the person, so that nothing carries over from state to state. */
	run: string;
}

const first: Choice = {
	tenant: 'acme',
	user: 'ada',
	roles: 'customer',
	name: '',
	plan: '',
	theme: 'auto',
	locale: 'en',
	mode: 'launcher',
	accent: '',
	frame: 'desktop',
	state: '',
	run: '',
};

type Listener = (choice: Choice, changed: readonly string[]) => void;

export interface ChoiceKeeper {
	get(): Choice;
	/** Tells everybody who listens, unless nothing has changed. */
	set(change: Partial<Choice>): void;
	listen(listener: Listener): void;
}

export function keepChoice(): ChoiceKeeper {
	const said = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
	let choice: Choice = { ...first, ...said };
	const listeners: Listener[] = [];
	return {
		get: () => choice,
		set: (change) => {
			const next = { ...choice, ...change };
			const changed = Object.entries(next)
				.filter(([name, value]) => Object.entries(choice).some(([key, old]) => key === name && old !== value))
				.map(([name]) => name);
			if (changed.length === 0) return;
			choice = next;
			history.replaceState(null, '', `#${new URLSearchParams({ ...choice })}`);
			for (const listener of listeners) listener(choice, changed);
		},
		listen: (listener) => {
			listeners.push(listener);
		},
	};
}

export function rolesOf(choice: Choice): string[] {
	return choice.roles.split(',').filter(Boolean);
}

// A store that says when something was committed that wants to be sent: no use case has to think of it.

import type { Store } from '../store.ts';

export function kicking(store: Store, kick: () => void): Store {
	return {
		...heard(store, kick),
		async transaction(work) {
			let told = false;
			const result = await store.transaction((bound) => work(heard(bound, () => (told = true))));
			if (told) kick();
			return result;
		},
	};
}

/** The three that put something into the outbox. */
function heard(store: Store, tell: () => void): Store {
	const { messages, webhooks } = store;
	const after = async <T>(written: Promise<T>) => {
		const result = await written;
		if (result) tell();
		return result;
	};
	return {
		...store,
		messages: {
			...messages,
			end: (answer) => (answer.webhooks === false ? messages.end(answer) : after(messages.end(answer))),
		},
		webhooks: {
			...webhooks,
			emit: (event) => after(webhooks.emit(event)),
			replay: (...asked) => after(webhooks.replay(...asked)),
		},
		transaction: (work) => store.transaction((bound) => work(heard(bound, tell))),
	};
}

// What a person of a state has done before the widget asks: the same calls as the widget's, made past it.

import { listStates, signToken, type TokenWish } from '../parts/api.ts';

interface Person {
	state: string;
	wish: TokenWish;
	language: string;
	question: string;
}

export async function prepare({ state, wish, language, question }: Person): Promise<void> {
	const [states, { token }] = await Promise.all([listStates(), signToken(wish)]);
	const send = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Record<string, unknown>> => {
		const response = await fetch(`/playground/states/${state}/api/support/ai${path}`, {
			method,
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Accept-Language': language },
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		return response.json();
	};
	const steps = {
		async accept() {
			const { current_version: version } = await send('GET', '/disclosure/status');
			await send('POST', '/disclosure/accept', { version });
		},
		async message() {
			const { conversation_id: id } = await send('POST', '/conversations', {});
			await send('POST', `/conversations/${id}/messages`, { content: question });
		},
	};
	for (const step of states.find(({ code }) => code === state)?.before ?? []) await steps[step]();
}

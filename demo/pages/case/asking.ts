// A question of the chosen person's, asked through the gateway: a case is opened, and its answer is shown.

import { signToken } from '../parts/api.ts';
import { need } from '../parts/dom.ts';
import type { Who } from './chooser.ts';

export function listenToQuestions(who: () => Who, answered: () => Promise<void>): void {
	const form = need<HTMLFormElement>('[data-ask]');
	const button = need<HTMLButtonElement>('[data-ask] button');
	const failure = need('[data-failure]');
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		button.disabled = true;
		failure.textContent = '';
		try {
			await openCase(who(), String(new FormData(form).get('question') ?? ''));
			await answered();
		} catch (error) {
			failure.textContent = error instanceof Error ? error.message : String(error);
		} finally {
			button.disabled = false;
		}
	});
}

/** @throws Error in the server's own words */
async function openCase({ tenant, user }: Who, message: string): Promise<void> {
	const { token } = await signToken({ tenant, user, roles: ['customer'] });
	const response = await fetch('/api/cases', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
		body: JSON.stringify({ message, context: { page: location.pathname } }),
	});
	const body: { message?: string; refused?: { message: string } | null } = await response.json();
	if (!response.ok) throw new Error(body.message ?? `The server answered ${response.status}.`);
	if (body.refused) throw new Error(body.refused.message);
}

// The notice about the AI: what the server says in the reader's language, and that it was accepted.

import type { DisclosureAccepted, DisclosureStatus } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';

export async function loadDisclosure(desk: Desk): Promise<void> {
	await desk.attempt(async () => {
		const { locale } = desk;
		const status = await desk.transport.json<DisclosureStatus>('GET', '/disclosure/status');
		desk.apply({ type: 'disclosure-loaded', status: { ...status, locale } });
	});
}

/** Pins the version that was shown, in the language that it was shown in. */
export async function acceptDisclosure(desk: Desk): Promise<void> {
	const { disclosure } = desk.view;
	if (!disclosure) return;
	await desk.attempt(async () => {
		const body = { version: disclosure.current_version, locale: disclosure.locale };
		const accepted = await desk.transport.json<DisclosureAccepted>('POST', '/disclosure/accept', { body });
		const { version: accepted_version, accepted_at } = accepted;
		const status = { ...disclosure, accepted: true, accepted_version, accepted_at };
		desk.apply({ type: 'disclosure-loaded', status }, { type: 'problem', problem: null });
	});
}

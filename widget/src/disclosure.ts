// The notice about the AI: what the server says in the reader's language, and that it was accepted.

import type { DisclosureAccepted, DisclosureStatus } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';

export async function loadDisclosure(desk: Desk): Promise<void> {
	await desk.attempt(async () => {
		const status = await desk.transport.json<DisclosureStatus>('GET', '/disclosure/status');
		desk.apply({ type: 'disclosure-loaded', status });
	});
}

/** Pins the version that was shown. */
export async function acceptDisclosure(desk: Desk): Promise<void> {
	const { disclosure } = desk.view;
	if (!disclosure) return;
	await desk.attempt(async () => {
		const body = { version: disclosure.current_version, locale: desk.host.settings.locale };
		const accepted = await desk.transport.json<DisclosureAccepted>('POST', '/disclosure/accept', { body });
		const { version: accepted_version, accepted_at } = accepted;
		desk.apply({ type: 'disclosure-loaded', status: { ...disclosure, accepted: true, accepted_version, accepted_at } });
	});
}

// The customer's cases, and when to listen for replies to them.

import type { CaseList, CaseStatus } from '../../server-kit/src/protocol/index.ts';
import type { Cases, Desk } from './desk.ts';
import { piece } from './transport.ts';

export function createCases(desk: Desk): Cases {
	/** What ends the listening, once there is any. */
	let hearing: Promise<() => void> | null = null;

	/** A visitor has none, and may not ask. */
	async function fetchCases(filter: CaseStatus | null, cursor: string | null): Promise<void> {
		if (desk.session.isVisitor()) return;
		const query = new URLSearchParams();
		if (filter) query.set('status_filter', filter);
		if (cursor) query.set('cursor', cursor);
		const before = desk.view.unread;
		const list = await desk.transport.json<CaseList>('GET', query.size ? `/cases?${query}` : '/cases');
		const fresh = desk.view.unread.filter((id) => !before.includes(id));
		desk.apply({ type: 'cases-loaded', list, filter, more: cursor !== null, fresh });
	}

	function listen(): void {
		const { open, isConnected } = desk.host;
		if (!open || !isConnected || desk.session?.isVisitor() !== false) return;
		hearing ??= import('./pushes.ts').then(({ hearPushes }) => hearPushes(desk));
		// Listening is no promise to anyone: the next time that the desk opens tries again.
		hearing.catch(() => {
			hearing = null;
		});
	}

	function deafen(): void {
		void hearing?.then((end) => end()).catch(() => null);
		hearing = null;
	}

	desk.host.addController({
		// Moved to another place of the page.
		hostConnected: listen,
		hostDisconnected: deafen,
	});

	return {
		async glance() {
			await fetchCases(null, null).catch(() => null);
		},
		async load(filter, cursor = null) {
			desk.apply({ type: 'cases-loading', filter });
			await desk.attempt(() => fetchCases(filter, cursor));
		},
		async read(id) {
			await desk.attempt(async () => (await piece(import('./filing.ts'))).readCase(desk, id));
		},
		listen,
		deafen,
	};
}

// ReactiveController: the customer's cases, and the push that brings replies to them.

import type { ReactiveController } from 'lit';
import type { CaseList, CaseStatus, CaseView } from '../../server-kit/src/protocol/index.ts';
import type { Desk } from './desk.ts';

export class Cases implements ReactiveController {
	readonly #desk: Desk;
	#listening: AbortController | null = null;
	#wanted = false;

	constructor(desk: Desk) {
		this.#desk = desk;
		desk.host.addController(this);
	}

	hostConnected(): void {
		document.addEventListener('visibilitychange', this.#tune);
	}

	hostDisconnected(): void {
		document.removeEventListener('visibilitychange', this.#tune);
		this.deafen();
	}

	/** For the badge on a desk that was not opened yet; nobody waits for it, so a failure says nothing. */
	async glance(): Promise<void> {
		try {
			await this.#fetch(null, null);
		} catch {
			return;
		}
		const waits = this.#desk.view.cases.items.some(({ status }) => status === 'open' || status === 'pending');
		if (waits) this.listen();
	}

	async load(filter: CaseStatus | null, cursor: string | null = null): Promise<void> {
		this.#desk.apply({ type: 'cases-loading', filter });
		await this.#desk.attempt(() => this.#fetch(filter, cursor));
	}

	async #fetch(filter: CaseStatus | null, cursor: string | null): Promise<void> {
		const query = new URLSearchParams();
		if (filter) query.set('status_filter', filter);
		if (cursor) query.set('cursor', cursor);
		const path = query.size ? `/cases?${query}` : '/cases';
		const list = await this.#desk.transport.json<CaseList>('GET', path);
		this.#desk.apply({ type: 'cases-loaded', list, filter, more: cursor !== null });
	}

	/** Reading marks it read. */
	async read(id: number): Promise<void> {
		await this.#desk.attempt(async () => {
			const opened = await this.#desk.transport.json<CaseView>('GET', `/cases/${id}`);
			const { route } = this.#desk.view;
			if (route.name === 'case' && route.id === id) this.#desk.apply({ type: 'case-loaded', case: opened });
		});
	}

	listen(): void {
		this.#wanted = true;
		this.#tune();
	}

	deafen(): void {
		this.#wanted = false;
		this.#tune();
	}

	/** A page in the background holds no connection: browsers allow only six to a server without HTTP/2. */
	readonly #tune = (): void => {
		const wanted = this.#wanted && !document.hidden;
		if (wanted === (this.#listening !== null)) return;
		this.#listening?.abort();
		this.#listening = wanted ? new AbortController() : null;
		if (this.#listening) void this.#listenOn(this.#listening.signal);
	};

	async #listenOn(signal: AbortSignal): Promise<void> {
		const { hearPushes } = await import('./pushes.ts');
		await hearPushes(this.#desk, signal);
	}
}

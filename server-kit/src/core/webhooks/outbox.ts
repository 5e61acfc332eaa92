// Takes what is due from the outbox and sends it: right after a commit, when a next attempt is due, and with each tick.

import { conclude } from './conclude.ts';
import type { WebhookParts } from './parts.ts';
import { send } from './send.ts';
import type { Claimed } from './store.ts';

export interface Outbox {
	/** Something was committed that wants to be sent. Returns at once. */
	kick(): void;
	/** Sends what is due by `now` and gives how many attempts that were; waits for a receiver that hangs, but not for long. */
	run(now: number): Promise<number>;
	/** How many deliveries wait, and for how long the oldest has. */
	waiting(): Promise<{ count: number; seconds: number }>;
	/** Gives up what is under way: it is sent again when its lease has ended, by whoever runs then. */
	close(): Promise<void>;
}

/** At once, so that one who hangs holds up neither its neighbours nor other tenants. */
const PER_WEBHOOK = 4;
const PER_FAILING_WEBHOOK = 1;
const PER_TENANT = 8;
/** Beyond the time that an attempt may take: for the store to keep what came of it. */
const LEASE_MARGIN_MS = 15_000;
/** What is committed within this time is looked for once. */
const GATHER_MS = 20;
const LONGEST_NAP_MS = 60_000;
/** So long a run waits for the slowest. */
const PATIENCE_MS = 20_000;

interface UnderWay extends Claimed {
	done: Promise<void>;
}

/** @param random from 0 to 1, for the jitter */
export function createOutbox(parts: WebhookParts, random: () => number = Math.random): Outbox {
	const { store, clock, ids, log, observer, webhooks: tools } = parts;
	const underWay = new Map<number, UnderWay>();
	const closing = new AbortController();
	let gathering: NodeJS.Timeout | undefined;
	let nap: NodeJS.Timeout | undefined;
	let looking: Promise<void> | null = null;
	let again = false;
	let ended = 0;

	/** One look at a time; whoever comes meanwhile has it look once more. */
	function look(): Promise<void> {
		again = true;
		looking ??= lookOn();
		return looking;
	}

	async function lookOn(): Promise<void> {
		try {
			while (again && !closing.signal.aborted) {
				again = false;
				await takeDue();
			}
		} catch (fault) {
			// The next tick looks again.
			log.warn('the outbox could not be read', { fault });
		} finally {
			looking = null;
		}
	}

	async function takeDue(): Promise<void> {
		const now = clock.now();
		for (const webhook of await store.webhooks.due(now)) {
			const limit = roomOf(webhook);
			if (limit <= 0) continue;
			const until = now + tools.timeoutMs + LEASE_MARGIN_MS;
			const claimed = await store.webhooks.claim(webhook.id, { now, until, lease: ids.make('lease'), limit });
			for (const each of claimed) begin(each);
		}
		await sleepUntilDue(now);
	}

	function roomOf({ id, tenantId, failing }: { id: number; tenantId: string; failing: boolean }): number {
		const busy = [...underWay.values()];
		const ofWebhook = busy.filter((each) => each.webhookId === id).length;
		const ofTenant = busy.filter((each) => each.tenantId === tenantId).length;
		return Math.min((failing ? PER_FAILING_WEBHOOK : PER_WEBHOOK) - ofWebhook, PER_TENANT - ofTenant);
	}

	function begin(claimed: Claimed): void {
		const done = attempt(claimed)
			.catch((fault) => closing.signal.aborted || log.warn('a webhook was not settled', { fault }))
			.then(() => {
				underWay.delete(claimed.id);
				ended += 1;
				if (!closing.signal.aborted) void look();
			});
		underWay.set(claimed.id, { ...claimed, done });
	}

	async function attempt(claimed: Claimed): Promise<void> {
		const webhook = await store.webhooks.find(claimed.tenantId, claimed.webhookId);
		// Deleted in this moment, and its deliveries with it.
		if (!webhook) return;
		const sent = await send(claimed.event, webhook, parts, closing.signal);
		const outcome = await conclude(claimed, webhook, sent, parts, random);
		if (outcome) observer?.delivered(outcome);
	}

	/** What is due and had no room is looked for when there is some. */
	async function sleepUntilDue(now: number): Promise<void> {
		const next = await store.webhooks.nextDue(now);
		clearTimeout(nap);
		if (next === null || closing.signal.aborted) return;
		nap = setTimeout(() => void look(), Math.min(next - now, LONGEST_NAP_MS)).unref();
	}

	return {
		kick() {
			if (closing.signal.aborted) return;
			gathering ??= setTimeout(() => {
				gathering = undefined;
				void look();
			}, GATHER_MS).unref();
		},

		async run(now) {
			const before = ended;
			const patience = timer(PATIENCE_MS);
			await look();
			for (;;) {
				const due = [...underWay.values()].filter(({ dueAt }) => dueAt <= now);
				if (due.length === 0 || patience.over()) break;
				await Promise.race([patience.ends, ...due.map(({ done }) => done)]);
				await look();
			}
			patience.stop();
			return ended - before;
		},

		async waiting() {
			const { count, since } = await store.webhooks.waiting();
			return { count, seconds: since === null ? 0 : Math.max(0, clock.now() - since) / 1000 };
		},

		async close() {
			clearTimeout(gathering);
			clearTimeout(nap);
			closing.abort(new Error('the kit is closing'));
			await Promise.all([looking, ...[...underWay.values()].map(({ done }) => done)]);
		},
	};
}

function timer(milliseconds: number) {
	let over = false;
	let end = () => {};
	const ends = new Promise<void>((resolve) => {
		end = resolve;
	});
	const running = setTimeout(() => {
		over = true;
		end();
	}, milliseconds).unref();
	return { ends, over: () => over, stop: () => clearTimeout(running) };
}

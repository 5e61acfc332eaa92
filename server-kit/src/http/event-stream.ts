// A feed as server-sent events: one write per tick however many parts came, and no more than the socket takes.

import type { ServerResponse } from 'node:http';
import type { Feed, FeedItem } from '../core/feed.ts';
import type { HttpParts, KitContext } from './exchange.ts';

interface EventsReply {
	feed: Feed<unknown>;
	/** The position after which the reader wants to go on. */
	from: number;
	/** The data of the last frame; null where the feed never ends. */
	closing: string | null;
	closed?(): void;
}

const HEARTBEAT_MS = 15_000;
/** A reader whose line takes no byte for so long is dropped: it may come again and go on where it was. */
const STILL_MS = 45_000;
/** What one write may hold, in characters of text: all that a reader who stands still costs. */
const MOST_AT_ONCE = 16_384;

const HEADERS = {
	'Content-Type': 'text/event-stream; charset=utf-8',
	// A proxy that compressed or transformed the stream would hold it back until the end.
	'Cache-Control': 'no-cache, no-transform',
	'X-Accel-Buffering': 'no',
} as const;

/**
 * Writes to the socket itself: Koa would report every reader who leaves as an error of the host's app.
 * Resolves when the stream is over or the reader has gone; a reader who leaves stops nothing.
 */
export async function sendEvents(
	ctx: KitContext,
	reply: EventsReply,
	streams: HttpParts['streams'],
	stillMs = STILL_MS,
): Promise<void> {
	const { res } = ctx;
	ctx.status = 200;
	ctx.set(HEADERS);
	if (reply.closing !== null) ctx.set('X-Vercel-AI-UI-Message-Stream', 'v1');
	ctx.respond = false;
	res.socket?.setNoDelay(true);
	res.flushHeaders();
	// A reader who left while the turn passed the gates sends no `close` again: nothing would ever end the pump.
	if (ctx.method === 'HEAD' || res.destroyed) {
		reply.closed?.();
		res.end();
		return;
	}
	// Node counts what the line takes, not only what is handed to it: no time runs while a slow reader reads.
	res.setTimeout(stillMs, () => res.destroy());
	const { write, stop } = pump(res, reply);
	// The kit is closing: what the feed holds now, its end included, still goes out.
	const end = () => {
		write();
		res.end();
	};
	streams.add(end);
	await new Promise<void>((over) => res.once('close', over));
	streams.delete(end);
	stop();
	reply.closed?.();
}

function pump(res: ServerResponse, { feed, from, closing }: EventsReply): { write(): void; stop(): void } {
	let position = from;
	let scheduled = false;
	let full = false;

	function write(): void {
		scheduled = false;
		if (full || res.destroyed || res.writableEnded) return;
		const { items, ended } = feed.after(position, MOST_AT_ONCE);
		let frames = '';
		for (const item of items) frames += frame(item);
		position = items.at(-1)?.id ?? position;
		if (ended && closing !== null && !feed.cut) frames += `data: ${closing}\n\n`;
		if (frames) full = !res.write(frames);
		if (ended) res.end();
		else if (frames.length >= MOST_AT_ONCE) soon();
	}

	function soon(): void {
		if (scheduled) return;
		scheduled = true;
		setImmediate(write);
	}

	/** Keeps proxies from closing a quiet line. One that stands still gets nothing more: it would never be found out. */
	function beat(): void {
		if (!full && res.writableLength === 0) res.write(': heartbeat\n\n');
	}

	const unwatch = feed.watch(soon);
	const heartbeat = setInterval(beat, HEARTBEAT_MS);
	res.on('drain', () => {
		full = false;
		soon();
	});
	res.on('error', () => {});
	res.write(': stream-open\n\n');
	soon();
	const stop = () => {
		unwatch();
		clearInterval(heartbeat);
	};
	return { write, stop };
}

function frame({ id, value }: FeedItem<unknown>): string {
	return `id: ${id}\ndata: ${JSON.stringify(value)}\n\n`;
}

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
export async function sendEvents(ctx: KitContext, reply: EventsReply, streams: HttpParts['streams']): Promise<void> {
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
		const { items, ended } = feed.after(position);
		position = items.at(-1)?.id ?? position;
		const frames = items.map(frame).join('') + (ended && closing !== null ? `data: ${closing}\n\n` : '');
		if (frames) full = !res.write(frames);
		if (ended) res.end();
	}

	function soon(): void {
		if (scheduled) return;
		scheduled = true;
		setImmediate(write);
	}

	const unwatch = feed.watch(soon);
	const heartbeat = setInterval(() => !full && res.write(': heartbeat\n\n'), HEARTBEAT_MS);
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

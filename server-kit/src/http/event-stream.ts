// A feed as server-sent events: one write per tick however many parts came, and no more than the socket takes.

import type { ServerResponse } from 'node:http';
import type { Feed, FeedItem } from '../core/feed.ts';
import { inTurn } from './catch-up.ts';
import type { HttpParts, KitContext } from './exchange.ts';
import { lineOf, type WriteLine } from './line.ts';

interface EventsReply {
	feed: Feed<unknown>;
	/** The position after which the reader wants to go on. */
	from: number;
	/** The data of the last frame; null where the feed never ends. */
	closing: string | null;
	closed?(): void;
}

/** Every stream is looked at so often; one on which nothing waits gets a heartbeat at every third look. */
const LOOK_MS = 5_000;
const LOOKS_PER_HEARTBEAT = 3;
/**
 * A reader whose line has taken nothing at this many looks in a row is dropped, 50 to 55 s after the last that it took:
 * it may come again and go on where it was.
 */
const STILL_LOOKS = 11;
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
export async function sendEvents(ctx: KitContext, reply: EventsReply, streams: HttpParts['streams']): Promise<void> {
	const { res } = ctx;
	ctx.status = 200;
	ctx.set(HEADERS);
	if (reply.closing !== null) ctx.set('X-Vercel-AI-UI-Message-Stream', 'v1');
	ctx.respond = false;
	res.socket?.setNoDelay(true);
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
	const name = feed.name === undefined ? '' : `${feed.name}.`;
	let position = from;
	let scheduled = false;
	let full = false;
	let line: WriteLine | null = null;
	let looks = 0;
	let still = 0;

	/** A write has left this process: the line lives, however slow its reader is. */
	function taken(): void {
		still = 0;
	}

	function write(): void {
		scheduled = false;
		if (full || res.destroyed || res.writableEnded) return;
		const { items, ended } = feed.after(position, MOST_AT_ONCE);
		let frames = '';
		for (const item of items) frames += frame(name, item);
		position = items.at(-1)?.id ?? position;
		if (ended && closing !== null && !feed.cut?.()) frames += `data: ${closing}\n\n`;
		if (!line) full = !open(frames);
		else if (frames) full = !line(frames, taken);
		if (ended) res.end();
		else if (frames.length >= MOST_AT_ONCE) catchUp();
	}

	/** The headers go out with the first words. */
	function open(text: string): boolean {
		line = (more, then) => res.write(more, then);
		const roomy = res.write(`: stream-open\n\n${text}`, taken);
		// They are on their way at the end of this tick, and not before.
		process.nextTick(() => (line = lineOf(res)));
		return roomy;
	}

	/** When all that belongs together has been told. */
	function soon(): void {
		if (scheduled) return;
		scheduled = true;
		process.nextTick(write);
	}

	/** When others have had their turn. */
	function later(): void {
		if (scheduled) return;
		scheduled = true;
		setImmediate(write);
	}

	/** When it is its turn among those who are far behind. */
	function catchUp(): void {
		if (scheduled) return;
		scheduled = true;
		inTurn(write);
	}

	function drained(): void {
		full = false;
		catchUp();
	}

	/** A heartbeat keeps proxies from closing a quiet line. One on which something waits is not quiet: it may stand still. */
	function look(): void {
		looks += 1;
		still = res.writableLength === 0 ? 0 : still + 1;
		if (still === STILL_LOOKS) res.destroy();
		else if (still === 0 && looks % LOOKS_PER_HEARTBEAT === 0) line?.(': heartbeat\n\n', taken);
	}

	const unwatch = feed.watch(soon);
	const watch = setInterval(look, LOOK_MS);
	const { socket } = res;
	res.on('drain', drained);
	socket?.on('drain', drained);
	res.on('error', () => {});
	later();
	const stop = () => {
		unwatch();
		clearInterval(watch);
		socket?.off('drain', drained);
	};
	return { write, stop };
}

function frame(name: string, { id, value }: FeedItem<unknown>): string {
	return `id: ${name}${id}\ndata: ${JSON.stringify(value)}\n\n`;
}

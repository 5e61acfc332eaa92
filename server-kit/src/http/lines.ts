// A file of JSON lines or of text, written as it is read: the next page is fetched when the line has taken the last one.

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { HttpParts, KitContext } from './exchange.ts';

interface LinesReply {
	pages: AsyncGenerator<readonly unknown[]>;
	/** What a browser is to call the file; plain ASCII. */
	filename: string;
	/** Headers of its own. */
	told?: Record<string, string>;
	/** Of pages that are text already; absent for JSON lines. */
	type?: string;
}

const JSON_LINES = 'application/x-ndjson';

/** A reader whose line takes nothing for so long is dropped: what it has ends without the last line. */
const STILL_MS = 60_000;

/**
 * Writes to the socket itself, as streams do. Rejects where a page cannot be read: before the first one that is an answer
 * of its own, later the line is cut, and the file has no last line.
 */
export async function sendLines(
	ctx: KitContext,
	{ pages, filename, told, type = JSON_LINES }: LinesReply,
	streams: HttpParts['streams'],
): Promise<void> {
	const first = await pages.next();
	const { res } = ctx;
	ctx.status = 200;
	ctx.set({
		'Content-Type': `${type}; charset=utf-8`,
		'Content-Disposition': `attachment; filename="${filename}"`,
		...told,
	});
	ctx.respond = false;
	res.flushHeaders();
	const cut = () => res.destroy();
	res.setTimeout(STILL_MS, cut);
	streams.add(cut);
	const textOf = type === JSON_LINES ? jsonLines : joined;
	try {
		for (let page = first; !page.done && !isOver(ctx); page = await pages.next())
			await written(res, textOf(page.value));
		res.end();
	} finally {
		streams.delete(cut);
		await pages.return(undefined);
	}
}

function jsonLines(page: readonly unknown[]): string {
	return page.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function joined(page: readonly unknown[]): string {
	return page.join('');
}

function isOver({ method, res }: KitContext): boolean {
	return method === 'HEAD' || res.destroyed;
}

/** Waits until the line has taken the page, or is gone. */
async function written(res: ServerResponse, text: string): Promise<void> {
	if (res.write(text)) return;
	const settled = new AbortController();
	const { signal } = settled;
	await Promise.race([once(res, 'drain', { signal }), once(res, 'close', { signal })]).catch(() => {});
	settled.abort();
}

// Serves the widget: the loader by its plain name, its chunks by names that carry their content's hash.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Context } from 'koa';

export interface Assets {
	/** True where the request was for a file of ours and has been answered. */
	serve(ctx: Context): boolean;
}

interface Asset {
	body: Buffer;
	gzip(): Buffer;
	brotli(): Buffer;
	etag: string;
	immutable: boolean;
}

const LOADER = 'deskbell.js';

/**
 * Reads every file once, at start: a request can only ask for a name that is in the list.
 * @param folder the widget's `dist`; an empty string serves nothing
 * @param base path of the folder that holds `deskbell.js`
 */
export function createAssets(folder: string, base: string): Assets {
	const files = folder ? readAll(folder) : new Map<string, Asset>();
	const prefix = base === '/' ? '/' : `${base}/`;
	return {
		serve(ctx) {
			if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false;
			const asset = ctx.path.startsWith(prefix) ? files.get(ctx.path.slice(prefix.length)) : undefined;
			if (asset) send(ctx, asset);
			return Boolean(asset);
		},
	};
}

function readAll(folder: string): Map<string, Asset> {
	const chunks = join(folder, 'deskbell');
	const names = readdirSync(chunks, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
	const paths = [join(folder, LOADER), ...names.map((name) => join(chunks, name))];
	return new Map(paths.map((path) => [relative(folder, path).replaceAll('\\', '/'), readOne(path)]));
}

function readOne(path: string): Asset {
	const body = readFileSync(path);
	return {
		body,
		gzip: once(() => gzipSync(body, { level: 9 })),
		brotli: once(() => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })),
		etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
		immutable: !path.endsWith(LOADER),
	};
}

/** Compressed when first asked for: all of it at start would hold up the host for a third of a second. */
function once(make: () => Buffer): () => Buffer {
	let made: Buffer | undefined;
	return () => {
		made ??= make();
		return made;
	};
}

function send(ctx: Context, { body, gzip, brotli, etag, immutable }: Asset): void {
	ctx.set('Cache-Control', immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
	ctx.set('ETag', etag);
	ctx.set('X-Content-Type-Options', 'nosniff');
	// The script and its modules are public, and live on another origin than the page.
	ctx.set('Access-Control-Allow-Origin', '*');
	ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
	ctx.vary('Accept-Encoding');
	ctx.status = 200;
	ctx.type = 'text/javascript; charset=utf-8';
	if (ctx.fresh) {
		ctx.status = 304;
		return;
	}
	const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity');
	if (encoding === 'br' || encoding === 'gzip') ctx.set('Content-Encoding', encoding);
	ctx.body = encoding === 'br' ? brotli() : encoding === 'gzip' ? gzip() : body;
}

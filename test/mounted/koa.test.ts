// The kit in a Koa host: at the root, under a prefix, behind the host's own body parser and its own rules of origin.

import { once } from 'node:events';
import type { SupportKit } from '@deskbell/server-kit';
import Koa from 'koa';
import mount from 'koa-mount';
import { type Host, listening, ORIGIN, theFaceMounted } from './face.ts';

type Use = (app: Koa, kit: SupportKit) => void;

async function hostOf(use: Use, kit: SupportKit): Promise<Host> {
	const app = new Koa();
	const faults: unknown[] = [];
	app.on('error', (fault) => faults.push(fault));
	app.use(async (ctx, next) => {
		ctx.set({ 'X-Host': 'before', 'X-Powered-By': 'the host' });
		try {
			await next();
		} catch (fault) {
			app.emit('error', fault);
			ctx.status = 500;
			ctx.body = `sorry: ${(fault as Error).message}`;
		}
	});
	app.use(async (ctx, next) => {
		await next();
		if (ctx.status === 404 && !ctx.body && ctx.respond !== false) {
			ctx.body = 'nothing of ours';
			ctx.status = 404;
		}
	});
	use(app, kit);
	app.use(async (ctx, next) => {
		if (ctx.path === '/throws') throw new Error('of the host');
		if (ctx.path !== '/own') return next();
		ctx.body = 'own';
	});
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	await listening(server);
	return { server, faults };
}

/** As koa-bodyparser does it: the stream is used up, and what stood in it lies in `ctx.request.body`. */
const parseBody: Koa.Middleware = async (ctx, next) => {
	let text = '';
	for await (const chunk of ctx.req.setEncoding('utf8')) text += chunk;
	Reflect.set(ctx.request, 'body', text ? JSON.parse(text) : {});
	await next();
};

/** Answers preflights itself, as a host does for all of its routes. */
const ownCors: Koa.Middleware = async (ctx, next) => {
	const isPreflight = ctx.method === 'OPTIONS' && Boolean(ctx.get('Access-Control-Request-Method'));
	ctx.vary('Origin');
	if (ctx.get('Origin') === ORIGIN) {
		ctx.set({ 'Access-Control-Allow-Origin': ORIGIN, 'Access-Control-Allow-Headers': 'content-type' });
		if (isPreflight) ctx.set('Access-Control-Allow-Methods', 'GET,POST,DELETE');
	}
	if (!isPreflight) return next();
	ctx.status = 204;
};

const nested = (kit: SupportKit) => new Koa().use(mount('/desk', kit.middleware));

function trustingProxies(app: Koa): Koa {
	app.proxy = true;
	return app;
}

const hosts: [name: string, prefix: string, use: Use][] = [
	['Koa, at the root', '', (app, kit) => app.use(kit.middleware)],
	['Koa, below /desk by koa-mount', '/desk', (app, kit) => app.use(mount('/desk', new Koa().use(kit.middleware)))],
	['Koa, the bare middleware below /desk', '/desk', (app, kit) => app.use(mount('/desk', kit.middleware))],
	['Koa, below /app/desk, a mount in a mount', '/app/desk', (app, kit) => app.use(mount('/app', nested(kit)))],
	['Koa, behind CORS of the host', '', (app, kit) => app.use(ownCors).use(kit.middleware)],
	['Koa, trusting its proxy', '', (app, kit) => trustingProxies(app).use(kit.middleware)],
	['Koa, behind a body parser of the host', '', (app, kit) => app.use(parseBody).use(kit.middleware)],
];

for (const [name, prefix, use] of hosts) theFaceMounted({ name, prefix, start: (kit) => hostOf(use, kit) });

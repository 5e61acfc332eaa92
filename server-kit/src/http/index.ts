// Koa's side of the kit: faces and assets as one middleware, for Koa and for everything that speaks (req, res).

import { Router } from '@koa/router';
import Koa from 'koa';
import compose from 'koa-compose';
import { KitError } from '../errors.ts';
import type { Assets } from './assets.ts';
import type { Exchange, HttpParts, KitContext, Step } from './exchange.ts';
import type { MetricsDoor } from './metrics.ts';
import type { Face } from './route.ts';
import { stepsOfEvery, stepsOfRoute } from './steps.ts';

export interface Http {
	/** For a Koa host: `app.use(kit.middleware)`. */
	middleware: Koa.Middleware;
	/** For Express, Fastify (middie) and plain `http`: what is not ours goes to `next`, or is answered with 404. */
	callback: (req: unknown, res: unknown, next?: (error?: unknown) => void) => void;
}

export function createHttp(
	faces: readonly Face[],
	assets: Assets,
	metrics: MetricsDoor | null,
	parts: HttpParts,
): Http {
	const doors = faces.map((face) => ({ face, enter: compose([...stepsOfEvery(parts), routerOf(face, parts)]) }));

	const middleware: Koa.Middleware = async (ctx, next) => {
		if (assets.serve(ctx)) return;
		if (metrics?.owns(ctx)) return metrics.serve(ctx);
		const door = doors.find(({ face }) => isBelow(ctx.path, face));
		if (!door) return next();
		const kitContext = ctx as unknown as KitContext;
		kitContext.state.deskbell = emptyExchange(door.face);
		await door.enter(kitContext);
	};

	const app = new Koa();
	app.silent = true;
	app.use(middleware);
	const undecided = new WeakSet<object>();
	app.use((ctx) => {
		if (!undecided.delete(ctx.req)) return;
		ctx.respond = false;
		ctx.res.statusCode = 200;
	});
	const handle = app.callback();
	return {
		middleware,
		callback(req, res, next) {
			const [incoming, outgoing] = [req, res] as Parameters<typeof handle>;
			if (next) undecided.add(incoming);
			handle(incoming, outgoing);
			// Koa has come to its last step already. Called within it, a host that throws would be answered by Koa.
			if (next && !undecided.delete(incoming)) next();
		},
	};
}

/** Where a face owns some paths only, the others below its base path are the host's. */
function isBelow(path: string, { basePath, owns = [''] }: Face): boolean {
	return owns.some((step) => path === basePath + step || path.startsWith(`${basePath}${step}/`));
}

function emptyExchange(face: Face): Exchange {
	return { requestId: '', face, route: null, caller: null, body: null, params: {}, query: {}, keep: null };
}

function routerOf(face: Face, parts: HttpParts): Step {
	// A host's rule for `/admin` in front of us must not be got round by `/Admin`.
	const router = new Router({ prefix: face.basePath, sensitive: true });
	// Composed once: the router would put the steps of a route together anew for every request.
	const enter = compose(stepsOfRoute(parts));
	for (const route of face.routes) {
		const found: Step = (ctx, next) => {
			ctx.state.deskbell.route = route;
			return enter(ctx, next);
		};
		router.register(route.path, [route.method.toUpperCase()], found as never);
	}
	const routes = router.routes() as unknown as Step;
	const nowhere: Step = async (ctx) => {
		const known = router.match(ctx.path, ctx.method).path;
		if (known.length === 0) throw new KitError('not_found');
		ctx.set('Allow', [...new Set(known.flatMap((layer) => layer.methods))].join(', '));
		throw new KitError('method_not_allowed');
	};
	return (ctx) => routes(ctx, () => nowhere(ctx, async () => {}));
}

// A support server that says what a test told it to, over real HTTP: answers, streams in pieces, and cut lines.

import { once } from 'node:events';
import { Readable } from 'node:stream';

/**
 * PUT /scripted/{name} takes the script, or changes it, GET /scripted/{name} gives the requests heard, and
 * POST /scripted/{name}/go lets a stream go on that stands at `{ hold: true }`, or the next one that comes to stand there
 * where none does; one at `{ open: true }` stands until its reader leaves. `{ rest: frames }` sends those behind
 * the `Last-Event-ID` of the request, or as many of them as `most` says. `{ cut: 'fin' }` closes the line in the middle
 * of the answer, `{ cut: 'rst' }` breaks it; an answer whose pieces come to their end ends in order.
 * Everything below /scripted/{name}/api/support/ai is answered by the script.
 */
export function scriptedServer() {
	const desks = new Map();
	return async (ctx, next) => {
		const [, name, rest = ''] = ctx.path.match(/^\/scripted\/([^/]+)(\/.*)?$/) ?? [];
		if (!name) return next();
		const text = await read(ctx.req);
		if (ctx.method === 'PUT') {
			const desk = desks.get(name) ?? { script: {}, heard: [], held: [], standing: () => {} };
			Object.assign(desk.script, JSON.parse(text));
			desks.set(name, desk);
			ctx.status = 204;
			return;
		}
		const desk = desks.get(name);
		if (rest === '/go') {
			if (desk.held.length === 0) await new Promise((standing) => Object.assign(desk, { standing }));
			for (const go of desk.held.splice(0)) go();
			ctx.status = 204;
		} else if (rest === '') ctx.body = desk.heard;
		else await answer(ctx, desk, rest.replace('/api/support/ai', ''), text);
	};
}

async function answer(ctx, desk, path, text) {
	const { method, headers } = ctx;
	const heard = { method, path, query: ctx.querystring, headers, body: text ? JSON.parse(text) : null };
	desk.heard.push(heard);
	const steps = desk.script[`${method} ${path}?${ctx.querystring}`] ?? desk.script[`${method} ${path}`];
	if (!steps) {
		ctx.status = 404;
		ctx.body = { detail: 'Not found', code: 'not_found' };
		return;
	}
	// The last answer stands for every further call.
	const step = steps.length > 1 ? steps.shift() : steps[0];
	ctx.status = step.status ?? 200;
	ctx.set(step.headers ?? {});
	if (step.stream) stream(ctx, desk, step.stream);
	else if (step.drop) ctx.req.socket.destroy();
	else if (step.html) ctx.body = step.html;
	else if (step.hang) ctx.respond = false;
	else ctx.body = ctx.status === 204 ? null : step.json;
}

function stream(ctx, desk, pieces) {
	if (!ctx.response.type) ctx.set('Content-Type', 'text/event-stream; charset=utf-8');
	const { socket } = ctx.req;
	socket.setNoDelay(true);
	ctx.body = Readable.from(
		(async function* () {
			for (const piece of pieces) {
				if (typeof piece === 'string') yield Buffer.from(piece);
				else if (piece.bytes) yield Buffer.from(piece.bytes);
				else if (piece.rest) yield Buffer.from(after(piece, ctx.get('last-event-id')));
				else if (piece.hold) await Promise.race([held(desk), once(socket, 'close')]);
				else if (piece.open) await once(socket, 'close');
				else if (piece.cut) await cut(socket, piece.cut);
			}
		})(),
		{ objectMode: false },
	);
}

function held(desk) {
	return new Promise((go) => {
		desk.held.push(go);
		desk.standing();
	});
}

/** The frames behind the one last seen; all where none was. What an id says is nobody's business. */
function after({ rest, most }, lastEventId) {
	const all = rest.split(/(?<=\n\n)/);
	const seen = all.findIndex((frame) => frame.startsWith(`id: ${lastEventId}\n`));
	return all
		.slice(seen + 1)
		.slice(0, most)
		.join('');
}

/** What was written before is on its way first, but a busy browser may drop what it has not yet read. */
async function cut(socket, how) {
	await new Promise((resolve) => setTimeout(resolve, 30));
	if (how === 'rst') socket.resetAndDestroy();
	else socket.destroy();
}

async function read(request) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

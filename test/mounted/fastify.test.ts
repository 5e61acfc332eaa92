// The kit in a Fastify host, through @fastify/middie: at the root, under a prefix, and behind Fastify's own body parser.

import type { SupportKit } from '@deskbell/server-kit';
import middie from '@fastify/middie';
import fastify, { type FastifyInstance } from 'fastify';
import { type Host, theFaceMounted } from './face.ts';

/** @param hook `preHandler`: Fastify has read and parsed the body before the kit is asked */
async function hostOf(kit: SupportKit, prefix: string, hook: 'onRequest' | 'preHandler' = 'onRequest'): Promise<Host> {
	const faults: unknown[] = [];
	const app = fastify();
	if (hook === 'preHandler') takeEmptyBodies(app);
	await app.register(middie, { hook });
	app.use((_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void) => {
		response.setHeader('X-Host', 'before');
		response.setHeader('X-Powered-By', 'the host');
		next();
	});
	if (prefix) app.use(prefix, kit.callback);
	else app.use(kit.callback);
	app.get('/own', async () => 'own');
	app.get('/throws', async () => {
		throw new Error('of the host');
	});
	app.setNotFoundHandler((_request, reply) => reply.code(404).send('nothing of ours'));
	app.setErrorHandler((fault, _request, reply) => {
		faults.push(fault);
		return reply.code(500).send(`sorry: ${(fault as Error).message}`);
	});
	await app.listen({ host: '127.0.0.1', port: 0 });
	return { server: app.server, faults, close: () => void app.close() };
}

/** Fastify's own parser refuses a JSON type without a body before anybody else is asked. */
function takeEmptyBodies(app: FastifyInstance): void {
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body === '' ? null : JSON.parse(String(body))),
	);
}

theFaceMounted({ name: 'Fastify, at the root', prefix: '', start: (kit) => hostOf(kit, '') });
theFaceMounted({ name: 'Fastify, below /desk', prefix: '/desk', start: (kit) => hostOf(kit, '/desk') });
theFaceMounted({
	name: 'Fastify, behind its body parser',
	prefix: '',
	start: (kit) => hostOf(kit, '', 'preHandler'),
});

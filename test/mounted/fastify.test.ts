// The kit in a Fastify host, through @fastify/middie: at the root and under a prefix.

import type { SupportKit } from '@deskbell/server-kit';
import middie from '@fastify/middie';
import fastify from 'fastify';
import { type Host, theFaceMounted } from './face.ts';

async function hostOf(kit: SupportKit, prefix: string): Promise<Host> {
	const faults: unknown[] = [];
	const app = fastify();
	await app.register(middie);
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

theFaceMounted({ name: 'Fastify, at the root', prefix: '', start: (kit) => hostOf(kit, '') });
theFaceMounted({ name: 'Fastify, below /desk', prefix: '/desk', start: (kit) => hostOf(kit, '/desk') });

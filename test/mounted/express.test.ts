// The kit in an Express host: at the root and under a path, with the host's own JSON parser and rules of origin before it.

import { createServer } from 'node:http';
import type { SupportKit } from '@deskbell/server-kit';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { type Host, ORIGIN, theFaceMounted } from './face.ts';

type Use = (app: Express, kit: SupportKit) => void;

function hostOf(use: Use, kit: SupportKit): Host {
	const app = express();
	const faults: unknown[] = [];
	app.use((_request, response, next) => {
		response.set({ 'X-Host': 'before', 'X-Powered-By': 'the host' });
		next();
	});
	use(app, kit);
	app.get('/own', (_request, response) => void response.send('own'));
	app.get('/throws', () => {
		throw new Error('of the host');
	});
	app.use((_request, response) => void response.status(404).send('nothing of ours'));
	const sorry: ErrorRequestHandler = (fault, _request, response, _next) => {
		faults.push(fault);
		response.status(500).send(`sorry: ${fault.message}`);
	};
	app.use(sorry);
	return { server: createServer(app), faults };
}

/** Answers preflights itself, as a host does for all of its routes. */
const ownCors: RequestHandler = (request, response, next) => {
	if (request.headers.origin === ORIGIN) response.set('Access-Control-Allow-Origin', ORIGIN);
	response.vary('Origin');
	if (request.method !== 'OPTIONS') return next();
	const asked = request.headers['access-control-request-headers'] ?? '';
	response.set({ 'Access-Control-Allow-Methods': 'GET,POST,DELETE', 'Access-Control-Allow-Headers': asked });
	response.status(204).end();
};

const nested = (kit: SupportKit) => express.Router().use('/desk', kit.callback);

const hosts: [name: string, prefix: string, use: Use][] = [
	['Express, at the root', '', (app, kit) => app.use(kit.callback)],
	['Express, below /desk', '/desk', (app, kit) => app.use('/desk', kit.callback)],
	['Express, below /app/desk, a router in a router', '/app/desk', (app, kit) => app.use('/app', nested(kit))],
	['Express, behind CORS of the host', '', (app, kit) => app.use(ownCors, kit.callback)],
	['Express, trusting its proxy', '', (app, kit) => app.set('trust proxy', true).use(kit.callback)],
	['Express, behind express.json()', '', (app, kit) => app.use(express.json(), kit.callback)],
	['Express, below /desk behind express.json()', '/desk', (app, kit) => app.use('/desk', express.json(), kit.callback)],
];

for (const [name, prefix, use] of hosts) theFaceMounted({ name, prefix, start: (kit) => hostOf(use, kit) });

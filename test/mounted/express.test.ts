// The kit in an Express host: at the root and under a path, with the host's own JSON parser before it and without.

import { createServer } from 'node:http';
import type { SupportKit } from '@deskbell/server-kit';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { type Host, theFaceMounted } from './face.ts';

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

const hosts: [name: string, prefix: string, use: Use][] = [
	['Express, at the root', '', (app, kit) => app.use(kit.callback)],
	['Express, below /desk', '/desk', (app, kit) => app.use('/desk', kit.callback)],
	['Express, behind express.json()', '', (app, kit) => app.use(express.json(), kit.callback)],
	['Express, below /desk behind express.json()', '/desk', (app, kit) => app.use('/desk', express.json(), kit.callback)],
];

for (const [name, prefix, use] of hosts) theFaceMounted({ name, prefix, start: (kit) => hostOf(use, kit) });

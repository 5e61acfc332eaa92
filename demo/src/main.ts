// The demo's host: a small Koa app of a made-up company, with the kit mounted. The first thing to read.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSupportKit, importFolder } from '@deskbell/server-kit';
import Koa from 'koa';
import { playground } from './playground.ts';
import { site } from './site.ts';
import { audience, createMint, issuer } from './tokens.ts';

const { env } = process;
const port = Number(env.PORT ?? 4100);
const secret = env.DESKBELL_SECRET ?? randomBytes(32).toString('hex');
const here = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const kit = createSupportKit({
	database: env.DESKBELL_DB ?? embeddedDatabase(),
	secret,
	auth: { jwt: { secret, issuer, audience } },
	model: modelFromEnvironment(),
	escalation: { ticketFormUrl: `http://localhost:${port}/app#deskbell-new-case` },
	disclosure: { version: '2026-11', url: `http://localhost:${port}/help/contact-support` },
});

await kit.migrate();
if ((await kit.core.knowledge.count('acme')) === 0) {
	const write: Parameters<typeof importFolder>[0]['write'] = (articles) => kit.core.knowledge.write('acme', articles);
	await importFolder({ folder: here('knowledge'), tenantId: 'acme', write });
}

const app = new Koa();
app.use(kit.middleware);
app.use(playground({ core: kit.core, mintToken: createMint(secret) }));
app.use(site());
const server = app.listen(port, () => console.log(`Deskbell playground: http://localhost:${port}/playground`));
server.on('error', explain);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

function embeddedDatabase(): string {
	mkdirSync(here('data'), { recursive: true });
	return here('data/deskbell.sqlite');
}

/** Without an endpoint the kit quotes its articles and needs no key. */
function modelFromEnvironment() {
	const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey = '', DESKBELL_MODEL: model = 'gpt-4o-mini' } = env;
	if (!baseURL && !apiKey) return 'extractive' as const;
	return { ...(baseURL && { baseURL }), apiKey: apiKey || 'none', model };
}

function explain(fault: NodeJS.ErrnoException): never {
	if (fault.code !== 'EADDRINUSE') throw fault;
	console.error(`Port ${port} is taken. Choose another: PORT=4200 npm run demo`);
	process.exit(1);
}

async function stop(): Promise<void> {
	server.close();
	await kit.close();
	server.closeAllConnections();
}

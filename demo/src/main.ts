// The demo's host: a small Koa app of a made-up company, with the kit mounted. The first thing to read.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSupportKit, importFolder, type SupportKitOptions } from '@deskbell/server-kit';
import Koa from 'koa';
import { hostContext } from './host-context.ts';
import { hostTools } from './host-tools.ts';
import { playground } from './playground.ts';
import { scriptedUpstream } from './scripted-upstream.ts';
import { site } from './site.ts';
import { states } from './states.ts';
import { audience, createMint, issuer } from './tokens.ts';

const { env } = process;
const port = Number(env.PORT ?? 4100);
const secret = env.DESKBELL_SECRET ?? randomBytes(32).toString('hex');
/** Pages of your own that try the desk, by their origins; whoever is on them is a visitor of Acme Files. */
const guests = env.DESKBELL_ORIGINS?.split(/[\s,]+/).filter(Boolean) ?? [];
const here = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const desk: SupportKitOptions = {
	database: env.DESKBELL_DB ?? embeddedDatabase(),
	secret,
	auth: { jwt: { secret, issuer, audience }, visitors: guests.length ? { tenant: tenantsOf(guests) } : null },
	origins: guests,
	// With Redis, several of these processes are one desk.
	redis: env.REDIS_URL ? { url: env.REDIS_URL } : null,
	escalation: { ticketFormUrl: `http://localhost:${port}/app#deskbell-new-case` },
	context: { ...hostContext, supportAi: true },
	tools: hostTools,
	// Passages by their meaning too, from the server that answers.
	knowledge: { embeddings: env.DESKBELL_EMBEDDINGS ? { model: env.DESKBELL_EMBEDDINGS } : null },
	disclosure: { version: '2026-11', url: `http://localhost:${port}/help/contact-support` },
};
const kit = createSupportKit({ ...desk, model: modelFromEnvironment() });

await kit.migrate();
if ((await kit.core.knowledge.count('acme')) === 0) {
	const write: Parameters<typeof importFolder>[0]['write'] = (articles) => kit.core.knowledge.write('acme', articles);
	await importFolder({ folder: here('knowledge'), tenantId: 'acme', write });
}

const app = new Koa();
app.use(kit.middleware);
app.use(playground({ core: kit.core, mintToken: createMint(secret) }));
const upstream = `http://127.0.0.1:${port}/playground/model`;
const degraded = states({ desk, upstream });
app.use(degraded.middleware);
app.use(scriptedUpstream);
app.use(site());
const server = app.listen(port, () => console.log(`Deskbell playground: http://localhost:${port}/playground`));
server.on('error', explain);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);

function tenantsOf(origins: readonly string[]): Record<string, string> {
	return Object.fromEntries(origins.map((origin) => [origin, 'acme']));
}

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

/** The kits first: newcomers are told to come again while answers come to their end. Then the port. */
async function stop(): Promise<void> {
	await Promise.all([kit.close(), degraded.close()]);
	server.close();
	server.closeAllConnections();
}

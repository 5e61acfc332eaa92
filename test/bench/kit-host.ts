// The bench's host: a plain node:http server with the kit in it, on a database file and the bench's upstream.

import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { importFolder } from '../../server-kit/src/cli/kb-import.ts';
import { createSupportKit } from '../../server-kit/src/index.ts';
import { serve } from './child.ts';
import { createProfiler } from './profiler.ts';
import { createCounter } from './statements.ts';

const database = join(process.env.BENCH_FOLDER ?? '.', 'bench.sqlite');
const statements = createCounter();

const kit = createSupportKit({
	database,
	secret: 'a secret of the bench, at least 32 characters',
	auth: {
		authenticate: ({ headers }) => {
			const userId = String(headers['x-customer']);
			return { tenantId: 'acme', userId, kind: 'customer', roles: [], name: userId, locale: 'en' };
		},
	},
	model: {
		baseURL: `${process.env.BENCH_UPSTREAM}/v1`,
		apiKey: 'bench',
		model: 'bench',
		tools: true,
		// A thousand streams on a busy machine are slow; how long a model may be silent is not what is measured.
		firstByteTimeoutMs: 120_000,
		idleTimeoutMs: 120_000,
	},
	// Every gate counts, none stops.
	rates: { messages: { limit: 1_000_000, windowSeconds: 60 } },
	quota: { user: { messages: 1_000_000 } },
});
await kit.migrate();
// Each question is searched for in a real knowledge base.
await importFolder({
	folder: resolve(import.meta.dirname, '../../demo/knowledge'),
	tenantId: 'acme',
	write: (articles) => kit.core.knowledge.write('acme', articles),
	progress: null,
});
serve(
	createServer((request, response) => kit.callback(request, response)),
	{
		countStatements: statements.start,
		countedStatements: statements.stop,
		...createProfiler(),
	},
);

// A host that ends on SIGTERM as a host should; started, and told to end, by the test. Prints its port.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ModelEvent } from '../../src/core/model.ts';
import { createSupportKit } from '../../src/kit.ts';

const [database = ''] = process.argv.slice(2);

/** Long enough for the grace where it is asked to be short, too long where it is asked to be long. */
async function* words(question: string, signal: AbortSignal): AsyncGenerator<readonly ModelEvent[]> {
	const count = question.includes('briefly') ? 10 : 10_000;
	for (let at = 0; at < count && !signal.aborted; at += 1) {
		yield [{ type: 'text', text: `word${at} ` }];
		await new Promise((soon) => setTimeout(soon, 20));
	}
	if (!signal.aborted) yield [{ type: 'finish', reason: 'stop' }];
}

const kit = createSupportKit({
	database,
	secret: 'a secret for tests, 32 characters or more',
	auth: {
		authenticate: ({ headers }) => ({
			tenantId: 'acme',
			userId: String(headers['x-user']),
			kind: 'customer',
			roles: [],
		}),
	},
	model: { name: 'slow', answer: ({ question }, signal) => words(question, signal) },
	answer: { graceSeconds: 2 },
	disclosure: { required: false },
});
await kit.migrate();
const server = createServer(kit.callback);
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.once('SIGTERM', async () => {
	await kit.close();
	server.close();
	server.closeAllConnections();
});

// The demo's environment: another model and another database, named as the README says, and nothing else changed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '@deskbell/server-kit/testing';
import { startMariadb } from '../support/services.ts';
import { wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { startDemo } from './demo.ts';

describe('the demo follows its environment', () => {
	it('asks the model of OPENAI_BASE_URL and keeps its answer in the MariaDB of DESKBELL_DB', async () => {
		await using upstream = await startUpstream({
			otherwise: { pieces: wholeAnswer('Raise', ' the', ' limit', ' [1].') },
		});
		const mariadb = await startMariadb();
		const model = { OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-for-the-demo', DESKBELL_MODEL: 'a-model' };
		const demo = await startDemo({ ...model, DESKBELL_DB: mariadb.url });
		try {
			const ada = await signIn(demo.url);
			const { body } = await ada.post<{ conversation_id: number }>('/conversations', {});
			const status = await ada.get<{ current_version: string }>('/disclosure/status');
			await ada.post('/disclosure/accept', { version: status.body.current_version });
			const path = `/conversations/${body.conversation_id}`;
			const turn = await ada.stream(`${path}/messages`, { content: 'How large may a file be?' });
			assert.equal(turn.done, true);
			const [asked, ...more] = upstream.requests;
			assert.ok(asked);
			assert.equal(more.length, 0);
			assert.equal(asked.headers.authorization, 'Bearer sk-for-the-demo');
			assert.equal((asked.body as { model: string }).model, 'a-model');
			const thread = await ada.get<{ messages: { content: string; status: string }[] }>(path);
			assert.deepEqual(
				thread.body.messages.map(({ content, status: how }) => [content, how]),
				[
					['How large may a file be?', 'complete'],
					['Raise the limit [1].', 'complete'],
				],
			);
		} finally {
			await demo.stop();
			await mariadb.stop();
		}
	});
});

async function signIn(url: string) {
	const response = await fetch(`${url}/playground/token`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ tenant: 'acme', user: 'ada', roles: ['customer'] }),
	});
	const { token } = (await response.json()) as { token: string };
	return createClient(`${url}/api/support/ai`, { authorization: `Bearer ${token}` });
}

// A process that runs a tool of the host's and never comes to write down that it ran; killed by the test.

import { appendFileSync } from 'node:fs';
import { createScriptedModel, startKit } from '../../src/testing/index.ts';
import { retryJob } from './retry-job.ts';

const [database = '', effects = ''] = process.argv.slice(2);
const model = { ...createScriptedModel(), tools: true };
const hangs = retryJob((key) => {
	appendFileSync(effects, `${key}\n`);
	return new Promise(() => setInterval(() => {}, 1_000));
});
const desk = await startKit({ database, clock: { now: () => Date.now() }, model, tools: [hangs] });
const call = { id: 'c1', name: 'retry_job', arguments: '{"jobId":"job_7"}' };
model.says([[{ type: 'tool-call', call }], [{ type: 'finish', reason: 'tool-calls' }]]);
const ada = await desk.ready('ada');
await ada.post(`${ada.path}/messages`, { content: 'How do I restart my failed export?' });
const { body } = await ada.get<{ messages: { tool_calls: { approval_id?: string }[] }[] }>(ada.path);
const approvalId = body.messages[1]?.tool_calls[0]?.approval_id;
process.stdout.write(`${ada.path}/tool-approvals/${approvalId}\n`);
void ada.post(`${ada.path}/tool-approvals/${approvalId}`, { approved: true });

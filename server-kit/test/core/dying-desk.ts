// A process that answers a question on a SQLite file and never comes to the end of it; killed by the test.

import { startKit } from '../../src/testing/index.ts';

const [database = ''] = process.argv.slice(2);
const desk = await startKit({ database, clock: { now: () => Date.now() }, quota: { user: { messages: 3 } } });
desk.model.says(async function* () {
	yield [{ type: 'text', text: 'The limit is 5 GB. ' }];
	yield [{ type: 'text', text: `It holds for every plan${'.'.repeat(3_000)}\n` }];
	await new Promise(() => setInterval(() => {}, 1_000));
});
const ada = await desk.ready('ada');
const answer = await ada.raw('POST', `${ada.path}/messages`, {
	headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
	body: JSON.stringify({ content: 'How large may a file be?' }),
});
for await (const chunk of answer.body ?? []) if (String(Buffer.from(chunk)).includes('....')) break;
// The checkpoint is written beside the stream.
setTimeout(() => process.stdout.write(`${ada.conversationId}\n`), 300);

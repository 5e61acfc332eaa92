// Who is measured: the upstream itself, a raw pass-through of it, and the kit, each in its own process.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from './answer.ts';
import { type BenchProcess, startProcess } from './child.ts';
import { post, type Question } from './client.ts';

export interface Candidate {
	name: string;
	/** Prepares so many questions, outside of what is measured. */
	questions(count: number): Promise<Question[]>;
	processorMs(): Promise<number>;
}

export interface Field {
	direct: Candidate;
	raw: Candidate;
	kit: Candidate;
	setScript(script: Script): Promise<void>;
	stop(): Promise<void>;
}

const ASKED = [
	"I can't upload files larger than 50MB",
	'How do I share a folder with somebody outside?',
	'Where do I find my invoices?',
	'The sync client has been stuck since yesterday',
];
const PREPARED_AT_ONCE = 8;
const asked = (index: number) => ASKED[index % ASKED.length] as string;

interface OpenAiChunk {
	choices: { delta: { content?: string } }[];
}
interface UiPart {
	type: string;
	delta?: string;
}

const wordsOfOpenAi = (data: unknown) => (data as OpenAiChunk).choices[0]?.delta.content ?? '';
const wordsOfUi = (data: unknown) => {
	const { type, delta } = data as UiPart;
	return type === 'text-delta' ? (delta ?? '') : '';
};

export async function startField(): Promise<Field> {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'));
	const upstream = await startProcess('upstream.ts');
	const env = { BENCH_UPSTREAM: upstream.url, BENCH_FOLDER: folder };
	const [raw, kit] = await Promise.all([startProcess('pass-through.ts', env), startProcess('kit-host.ts', env)]);
	return {
		direct: openAiCandidate('upstream', upstream, '/v1/chat/completions'),
		raw: openAiCandidate('raw pass-through', raw, '/'),
		kit: kitCandidate(kit),
		setScript: (script) => post(`${upstream.url}/script`, script),
		async stop() {
			await Promise.all([raw, kit, upstream].map((each) => each.stop()));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function openAiCandidate(name: string, { url, processorMs }: BenchProcess, path: string): Candidate {
	const question = (_: unknown, index: number) => {
		return { url: `${url}${path}`, body: { content: asked(index) }, wordsIn: wordsOfOpenAi };
	};
	return { name, processorMs, questions: async (count) => Array.from({ length: count }, question) };
}

/** Each question comes from its own customer, in a conversation of its own: as many rows as in real life. */
function kitCandidate({ url, processorMs }: BenchProcess): Candidate {
	const face = `${url}/api/support/ai`;
	let customers = 0;

	async function question(index: number): Promise<Question> {
		customers += 1;
		const headers = { 'x-customer': `customer-${customers}` };
		await post(`${face}/disclosure/accept`, { version: '1' }, headers);
		const { conversation_id: id } = await post<{ conversation_id: number }>(`${face}/conversations`, {}, headers);
		return {
			url: `${face}/conversations/${id}/messages`,
			body: { content: asked(index) },
			headers: { ...headers, accept: 'text/event-stream' },
			wordsIn: wordsOfUi,
		};
	}

	return {
		name: 'Deskbell',
		processorMs,
		async questions(count) {
			const prepared: Question[] = [];
			const prepare = async () => {
				while (prepared.length < count) prepared.push(await question(prepared.length));
			};
			await Promise.all(Array.from({ length: Math.min(count, PREPARED_AT_ONCE) }, prepare));
			return prepared.slice(0, count);
		},
	};
}

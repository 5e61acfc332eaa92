// Who is measured: the upstream itself, a raw pass-through of it, the kit, and the AI SDK, each in its own process.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Script } from './answer.ts';
import { type BenchProcess, startProcess } from './child.ts';
import type { Question } from './client.ts';
import type { ReadingOfAll, Reads } from './reader.ts';
import type { Seeded, Wanted } from './seed.ts';

export interface Candidate {
	name: string;
	process: BenchProcess;
	/** Prepares so many questions, outside of what is measured. */
	questions(count: number): Promise<Question[]>;
}

export interface Field {
	direct: Candidate;
	raw: Candidate;
	kit: Candidate;
	aiSdk: Candidate;
	upstream: BenchProcess;
	setScript(script: Script): Promise<void>;
	/** Reads answers in the readers' process. */
	read(reads: Reads): Promise<ReadingOfAll>;
	/** Questions in conversations that hold so many messages already. */
	questionsIn(wanted: Wanted): Promise<Question[]>;
	stop(): Promise<void>;
}

/** As customers ask them, with typing errors: each is classified and searched for. */
const ASKED: readonly string[] = JSON.parse(
	readFileSync(resolve(import.meta.dirname, '../eval/demo-questions.json'), 'utf8'),
)
	// Those that the knowledge base can answer: others are refused, and no model is asked.
	.filter(({ slug }: { slug: string | null }) => slug !== null)
	.map(({ question }: { question: string }) => question);
const asked = (index: number) => ASKED[index % ASKED.length] as string;
/** An ordinary conversation is at its third question. */
const MESSAGES = 4;

export async function startField(): Promise<Field> {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-bench-'));
	const upstream = await startProcess('upstream.ts');
	const env = { BENCH_UPSTREAM: upstream.url, BENCH_FOLDER: folder };
	const files = ['pass-through.ts', 'kit-host.ts', 'ai-sdk-host.ts', 'reader.ts'] as const;
	const started = await Promise.all(files.map((file) => startProcess(file, env)));
	const [raw, kit, aiSdk, reader] = started as [BenchProcess, BenchProcess, BenchProcess, BenchProcess];
	// The kit's own process is measured: what is prepared for it is another's work, and another's garbage.
	const seeder = await startProcess('seeder.ts', env);
	const questionsIn = async (wanted: Wanted) => kitQuestions(kit.url, await seeder.ask('seed', wanted));
	return {
		direct: plainCandidate('upstream', upstream, '/v1/chat/completions', 'openai'),
		raw: plainCandidate('raw pass-through', raw, '/', 'openai'),
		kit: {
			name: 'Deskbell',
			process: kit,
			questions: (conversations) => questionsIn({ conversations, messages: MESSAGES }),
		},
		aiSdk: plainCandidate('AI SDK', aiSdk, '/', 'ui'),
		upstream,
		setScript: (script) => upstream.ask('script', script),
		read: (reads) => reader.ask('read', reads),
		questionsIn,
		async stop() {
			await Promise.all([...started, seeder, upstream].map((each) => each.stop()));
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function plainCandidate(name: string, process: BenchProcess, path: string, wording: Question['wording']): Candidate {
	const question = (_: unknown, index: number): Question => {
		return { url: `${process.url}${path}`, body: { content: asked(index) }, wording };
	};
	return { name, process, questions: async (count) => Array.from({ length: count }, question) };
}

/** Each question comes in a conversation of its own: as many rows as in real life. */
function kitQuestions(url: string, seeded: readonly Seeded[]): Question[] {
	return seeded.map(({ customer, conversationId }, index) => ({
		url: `${url}/api/support/ai/conversations/${conversationId}/messages`,
		body: { content: asked(index), client_message_id: `question-${conversationId}` },
		headers: { 'x-customer': customer, accept: 'text/event-stream' },
		wording: 'ui',
	}));
}

// The answer that the bench's upstream gives each time, and what it takes to send and to read it.

const WORDS =
	'files may be as large as your plan allows and a slow network only makes the upload longer so please wait';
const words = WORDS.split(' ');

/** The tokens of an answer: plain words, nothing a filter would hold back or mask. */
export function answerTokens(length: number): string[] {
	return Array.from({ length }, (_, index) => `${index === 0 ? '' : ' '}${words[index % words.length]}`);
}

export interface Script {
	/** Tokens of an answer. */
	tokens: number;
	/** Time between two tokens; 0 sends each as soon as the one before has gone. */
	paceMs: number;
	/** The whole answer in one write, as from a cache: no stream at all. */
	inOnePiece?: boolean;
	/** Stops after the first token until it is told to go on. */
	held?: boolean;
}

/** How a candidate writes the words of an answer: as the upstream does, or as parts of a UI message stream. */
export type Wording = 'openai' | 'ui';

interface OpenAiChunk {
	choices: { delta: { content?: string } }[];
}
interface UiPart {
	type: string;
	delta?: string;
}

const WORDS_IN: Record<Wording, (data: unknown) => string> = {
	openai: (data) => (data as OpenAiChunk).choices[0]?.delta.content ?? '',
	ui(data) {
		const { type, delta } = data as UiPart;
		return type === 'text-delta' ? (delta ?? '') : '';
	},
};

/** The words of some whole frames. */
export function wordsOf(frames: string, wording: Wording): string {
	let text = '';
	for (const line of frames.split('\n')) {
		if (line.startsWith('data: ') && line !== 'data: [DONE]') text += WORDS_IN[wording](JSON.parse(line.slice(6)));
	}
	return text;
}

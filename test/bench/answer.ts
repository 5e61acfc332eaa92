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
	/** Time between two tokens; 0 sends them as fast as they go. */
	paceMs: number;
}

/** What stands in `data:` lines, one by one. */
export function* dataOf(frames: string): Generator<unknown> {
	for (const line of frames.split('\n')) {
		if (line.startsWith('data: ') && line !== 'data: [DONE]') yield JSON.parse(line.slice(6));
	}
}

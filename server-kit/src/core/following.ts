// Waits for an answer, and no longer than it may take: an answerer that does not end when it is told to is left behind.

import type { Draft } from './draft.ts';
import type { Answerer, AnswerInput, AnswerOutcome, TellParts } from './ports.ts';
import { tokensIn } from './quota.ts';

/** Long enough to hand over the words that were held back. */
const GRACE_MS = 250;

/** A model that does not end when it is told to is left behind. */
export function follow(
	answerer: Answerer,
	input: AnswerInput,
	{ draft, tell, over }: { draft: Draft; tell: TellParts; over: AbortSignal },
): Promise<AnswerOutcome> {
	return new Promise((resolve) => {
		let left = false;
		let grace: NodeJS.Timeout | undefined;
		const leave = () => {
			left = true;
			resolve(silent(draft, null));
		};
		over.addEventListener('abort', () => (grace = setTimeout(leave, GRACE_MS)), { once: true });
		answerer
			.answer(input, over, (batch) => left || tell(batch))
			.catch((fault) => silent(draft, fault))
			.then((outcome) => {
				clearTimeout(grace);
				resolve(outcome);
			});
	});
}

/** An outcome for an answerer that gave none. */
export function silent({ content }: Draft, fault: unknown): AnswerOutcome {
	const usage = { inputTokens: 0, outputTokens: tokensIn(content), estimated: true };
	return { status: 'interrupted', finishReason: 'error', usage, model: null, fault };
}

// A classifier that has to be waited for (a model): asked beside the retrieval, heard before the answer's model is
// asked. What it refuses is taken back; what it labels otherwise is kept in place of the first label.

import { amountsOf, NOTHING } from './quota.ts';
import type { Amounts, Classification } from './records.ts';
import type { Parts, TurnState } from './turn-state.ts';

export interface Opinion {
	/** Null where there is none, or none in time. */
	verdict: Promise<Classification | null>;
	/** Whether a model may be asked. */
	cleared: Promise<boolean>;
	/** What asking came to, so far as it was told. */
	spent(): Amounts;
}

/** Null where nobody else is asked. */
export function secondOpinion(
	{ request, look, conversation }: TurnState,
	signal: AbortSignal,
	{ secondClassifier, settings }: Parts,
): Opinion | null {
	if (!secondClassifier || !conversation) return null;
	let used = NOTHING;
	const asked = { text: request.content, history: look?.past ?? [], locale: conversation.locale };
	const verdict = secondClassifier.judge(asked, signal, (usage) => {
		used = amountsOf(settings, secondClassifier.model, usage);
	});
	return { verdict, cleared: verdict.then((said) => !said?.refused), spent: () => used };
}

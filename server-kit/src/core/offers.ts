// What stands beneath an answer: whether a source confirms it, and the way to a person.

import type { StreamPart } from '../protocol/index.ts';
import type { Draft } from './draft.ts';
import type { Ending } from './ending.ts';
import type { Answerer } from './ports.ts';
import type { Classification } from './records.ts';
import { type Language, textsIn } from './texts.ts';

/** Said where nothing is claimed that a source could confirm. */
const NO_CLAIMS: readonly Classification['label'][] = ['smalltalk', 'human_request'];

/**
 * A whole answer that cites nothing, of a model that may have made it up.
 * @param called whether it tells of what a tool of the host's did, or is to do
 */
export function isUnsupported(
	draft: Draft,
	{ status }: Ending,
	intent: Classification['label'],
	answerer: Answerer | null,
	called = false,
): boolean {
	if (status !== 'complete' || draft.content === '' || answerer?.quotes || called) return false;
	return draft.citations.length === 0 && !NO_CLAIMS.includes(intent);
}

/** Who asks for a person is offered one, whatever the model says; so is who reads what no article confirms. */
export function offers(intent: Classification['label'], unsupported: boolean, language: Language): StreamPart[] {
	if (intent !== 'human_request' && !unsupported) return [];
	const label = textsIn(language)[unsupported ? 'unsupported' : 'askAPerson'];
	return [{ type: 'data-actions', id: 'actions', data: { actions: [{ kind: 'escalate', label }] } }];
}

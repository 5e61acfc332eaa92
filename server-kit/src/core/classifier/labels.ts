// Which labels a host or a tenant may use for intents of their own.

import type { HostIntent } from './host-intent.ts';
import { REFUSED_LABELS } from './index.ts';

const ANSWERED: readonly string[] = [
	'how_to',
	'account_status',
	'billing',
	'troubleshooting',
	'bug',
	'feature_request',
	'human_request',
	'smalltalk',
];
const REFUSED: readonly string[] = REFUSED_LABELS;

/** A label of ours, to add examples to it, or a name of one's own. */
export const LABEL = /^(?!unknown$)[a-z][a-z0-9_]{0,39}$/;

/** What is wrong with an intent as a whole, at which of its fields; null where nothing is. */
export function intentFault(
	intent: Pick<HostIntent, 'label' | 'refused'> & { answer?: unknown },
): { path: string[]; message: string } | null {
	const { label, refused, answer } = intent;
	if (refused && ANSWERED.includes(label))
		return { path: ['refused'], message: 'this label is answered; refuse under a name of your own' };
	if (!refused && REFUSED.includes(label))
		return { path: ['refused'], message: 'this label is refused: say refused: true, or choose a name of your own' };
	if (!refused && answer)
		return { path: ['answer'], message: 'only a refused intent is told a fixed sentence: say refused: true' };
	return null;
}

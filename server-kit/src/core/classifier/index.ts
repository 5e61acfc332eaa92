// Gate 5's judge: local, no model call. It spares money and embarrassment; no safety rests on it.

import type { IntentLabel, RefusedLabel } from '../../protocol/index.ts';
import type { Classification } from '../records.ts';
import type { Classifier } from '../turn-state.ts';
import { RULES } from './rules.ts';

const REFUSED = {
	out_of_scope: true,
	prompt_injection: true,
	secret_request: true,
	other_user_data: true,
	regulated_advice: true,
	abuse: true,
} as const satisfies Record<RefusedLabel, true>;

/** Longer questions are judged by their beginning and their end: that is where an attack must stand to be obeyed. */
const JUDGED = 4_000;

export function createHeuristicClassifier(): Classifier {
	return { classify: ({ text }) => judge(normalised(text)) };
}

function judge(text: string): Classification {
	const found = RULES.find(({ pattern }) => pattern.test(text));
	if (!found) return { label: 'unknown', confidence: 0, refused: false, reason: 'no rule' };
	return {
		label: found.label,
		confidence: found.confidence,
		refused: isRefused(found.label),
		reason: `rule ${found.name}`,
	};
}

function isRefused(label: IntentLabel): boolean {
	return label in REFUSED;
}

/** One form for look-alike letters, and nothing invisible: neither may carry a word past the rules. */
function normalised(text: string): string {
	const judged = text.length > JUDGED ? `${text.slice(0, JUDGED / 2)}\n${text.slice(-JUDGED / 2)}` : text;
	return judged
		.normalize('NFKC')
		.replace(/[\p{Cf}\p{Mn}]/gu, '')
		.replace(/[’‘]/g, "'");
}

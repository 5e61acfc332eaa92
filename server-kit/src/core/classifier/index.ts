// Gate 5's judge: local, no model call. It spares money and embarrassment; no safety rests on it.

import type { IntentLabel, RefusedLabel } from '../../protocol/index.ts';
import type { Classification } from '../records.ts';
import type { Classifier, ClassifierInput } from '../turn-state.ts';
import type { HostIntent } from './host-intent.ts';
import { createIntentModel, type IntentModel, type Likeness } from './intents.ts';
import { type Readings, readingsOf } from './readings.ts';
import { roleMark } from './role-marks.ts';
import { MENTIONED, RULES } from './rules.ts';
import { spell } from './spelling.ts';

/** Judges at once: whoever needs a verdict when all else fails has one. */
export interface LocalClassifier extends Classifier {
	classify(input: Pick<ClassifierInput, 'text'>): Classification;
}

export const REFUSED_LABELS = [
	'out_of_scope',
	'prompt_injection',
	'secret_request',
	'other_user_data',
	'regulated_advice',
	'abuse',
] as const satisfies readonly RefusedLabel[];

/** Less sure than this is `unknown`, which is answered all the same. */
const UNSURE = 0.25;
/** A host's intent refuses what is nearly its own example, and nearer to it than to any other intent. */
const NEARLY_THE_SAME = 0.55;
const CLEARLY_NEARER = 1.25;

interface Judge {
	model: IntentModel;
	/** Labels of the host's that are refused. */
	own: ReadonlySet<string>;
	/** Ours that are refused here. */
	refuse: ReadonlySet<IntentLabel>;
}

/**
 * @param intents of the host's, beside the built-in ones
 * @param refuse which of the built-in refusals are wanted; all where left out
 */
export function createLocalClassifier({
	intents = [],
	refuse = REFUSED_LABELS,
}: {
	intents?: readonly HostIntent[];
	refuse?: readonly RefusedLabel[];
} = {}): LocalClassifier {
	const examples = intents.flatMap(({ label, examples: texts }) => texts.map((text) => ({ label, text })));
	const own = new Set(intents.filter(({ refused }) => refused).map(({ label }) => label));
	const judge: Judge = { model: createIntentModel(examples), own, refuse: new Set(refuse) };
	return { takesIntents: true, classify: ({ text }) => verdictOf(readingsOf(text), judge) };
}

function verdictOf(readings: Readings, judge: Judge): Classification {
	for (const reading of [...readings.hidden, readings.shown]) {
		const found = ruledOut(reading, judge);
		if (found) return found;
	}
	return liked(judge.model(readings.shown), judge);
}

/** What a rule decides: a refusal, or the wish for a person. */
function ruledOut(reading: string, { refuse }: Judge): Classification | null {
	const mark = refuse.has('prompt_injection') ? roleMark(reading) : undefined;
	if (mark) return { label: 'prompt_injection', confidence: 0.9, refused: true, reason: `mark: ${mark}` };
	const spelled = spell(reading).replace(MENTIONED, '.');
	const rule = RULES.find(
		({ label, pattern }) => (label === 'human_request' || refuse.has(label)) && pattern.test(spelled),
	);
	if (!rule) return null;
	return { label: rule.label, confidence: 0.9, refused: rule.label !== 'human_request', reason: `rule: ${rule.name}` };
}

function liked(likeness: Likeness | null, { own }: Judge): Classification {
	if (!likeness) return { label: 'unknown', confidence: 0, refused: false, reason: 'nothing known' };
	const { label, nearest, next } = likeness;
	const confidence = Math.round(likeness.confidence * 100) / 100;
	const reason = `like ${label}, ${nearest.toFixed(2)}`;
	const refused = own.has(label);
	const sure = refused ? nearest >= NEARLY_THE_SAME && nearest >= next * CLEARLY_NEARER : confidence >= UNSURE;
	return sure ? { label, confidence, refused, reason } : { label: 'unknown', confidence, refused: false, reason };
}

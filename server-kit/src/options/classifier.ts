// Who judges what a customer wants: the local classifier with the host's intents, a model beside it, or the host's own.

import { z } from 'zod';
import { REFUSED_LABELS } from '../core/classifier/index.ts';
import { intentFault, LABEL } from '../core/classifier/labels.ts';
import { localeOf } from '../core/locale.ts';
import type { Settings } from '../core/settings.ts';
import type { Classifier } from '../core/turn-state.ts';
import { handed, has } from './handed.ts';

const intent = z
	.strictObject({
		/** A label of ours, to add examples to it, or a name of your own. */
		label: z
			.string()
			.refine((label) => LABEL.test(label), 'a name such as delivery_time; "unknown" is what fits nowhere'),
		/** Sentences as customers write them; five to twenty work well. */
		examples: z.array(z.string().trim().min(1).max(500)).min(1).max(500),
		/** Told a fixed sentence in place of an answer, and no model is asked. */
		refused: z.boolean().default(false),
		/** That sentence by language, as `{ en: '…', de: '…' }`. Ours stands in where a language is missing. */
		answer: z
			.record(
				z.string().refine((tag) => localeOf(tag) !== undefined, 'a language such as de'),
				z.string().min(1).max(2000),
			)
			.optional(),
	})
	.superRefine((given, context) => {
		const fault = intentFault(given);
		if (fault) context.addIssue({ code: 'custom', ...fault });
	});

const modelOfItsOwn = z.strictObject({
	/** Any OpenAI-compatible endpoint. */
	baseURL: z.url().optional(),
	apiKey: z.string().min(1),
	model: z.string().min(1),
});

const section = z.strictObject({
	intents: z.array(intent).max(100).default([]),
	/** Which of the built-in refusals are wanted. A tax adviser leaves `regulated_advice` out. */
	refuse: z.array(z.enum(REFUSED_LABELS)).default([...REFUSED_LABELS]),
	/** Asks a model for the label, beside the search for passages: `true` for the model that answers, or one of its own. */
	model: z.union([z.boolean(), modelOfItsOwn]).default(false),
	/** How long that model may take; without a word from it the local verdict stands. */
	modelTimeoutMs: z.number().int().min(100).max(10_000).default(1500),
	/** Your own, in place of the local one, which then judges only where yours fails. */
	own: handed<Classifier>('a classifier', has('classify')).optional(),
});

/** A section, or short for `{ own }`: an object with `classify`. */
export const classifier = z
	.preprocess(
		(given: z.input<typeof section> | Classifier) => (has('classify')(given) ? { own: given } : given),
		section,
	)
	.prefault({});

/** What is told for each refused intent of the host's, by language. */
export function refusalsFrom({ intents }: z.output<typeof section>): Settings['refusals'] {
	return Object.fromEntries(intents.flatMap(({ label, answer }) => (answer ? [[label, answer]] : [])));
}

/** `true` means the model that answers; quoting articles is no model that could be asked. */
export function refuseModelless({
	classifier: chosen,
	model,
}: {
	classifier: z.output<typeof section>;
	model: unknown;
}): void {
	if (chosen.model === true && (model === null || model === 'extractive'))
		throw new Error(
			'createSupportKit: classifier.model: true asks the model that answers, and none is wired; name one',
		);
}

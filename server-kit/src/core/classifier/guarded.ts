// A host's own classifier, trusted with the verdict but not with the turn: where it throws, hangs or says nonsense,
// the local one judges. What that refuses stays refused; everything else is `unknown`, which is answered with care.

import type { Log } from '../ports.ts';
import type { Classification } from '../records.ts';
import type { Classifier, ClassifierInput } from '../turn-state.ts';
import type { LocalClassifier } from './index.ts';

/** Longer than any local judgement takes, short enough to be waited for. */
const PATIENCE_MS = 300;

type Fault = 'threw' | 'hung' | 'wrong shape';

/** Never throws, and never takes much longer than 300 ms. Each failure is logged with the count of them. */
export function guarded(own: Classifier, local: LocalClassifier, log: Log): Classifier {
	const failures: Record<Fault, number> = { threw: 0, hung: 0, 'wrong shape': 0 };
	const degraded = (fault: Fault, input: ClassifierInput, cause?: unknown): Classification => {
		failures[fault] += 1;
		log.warn('classifier failed', { fault, failures: { ...failures }, cause });
		return withoutIt(local.classify(input), fault);
	};
	return {
		async classify(input) {
			try {
				const said = await within(PATIENCE_MS, async () => own.classify(input));
				if (said === LATE) return degraded('hung', input);
				return readVerdict(said) ?? degraded('wrong shape', input);
			} catch (cause) {
				return degraded('threw', input, cause);
			}
		},
	};
}

/** A refusal stands, and so does the wish for a person: neither rests on a likeness. */
function withoutIt(verdict: Classification, fault: Fault): Classification {
	if (verdict.refused || verdict.label === 'human_request') return verdict;
	return { label: 'unknown', confidence: 0, refused: false, reason: `classifier failed: ${fault}` };
}

/** The four fields that are kept, or null where one of them is not what it should be. */
function readVerdict(said: unknown): Classification | null {
	if (typeof said !== 'object' || said === null) return null;
	const { label, confidence, refused, reason } = said as Record<string, unknown>;
	if (typeof label !== 'string' || !/^[a-z][a-z0-9_]{0,39}$/.test(label)) return null;
	if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) return null;
	if (typeof refused !== 'boolean' || typeof reason !== 'string') return null;
	return { label, confidence, refused, reason };
}

const LATE = Symbol('late');

/** What comes after the time is up is not waited for, a rejection included. */
async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T | typeof LATE> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<typeof LATE>((resolve) => {
		timer = setTimeout(resolve, milliseconds, LATE);
	});
	try {
		return await Promise.race([work(), late]);
	} finally {
		clearTimeout(timer);
	}
}

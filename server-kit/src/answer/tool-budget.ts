// What a model may do with tools in one answer. Every number is held here, whatever the model writes.

import type { ModelToolCall } from '../core/model.ts';

/** Model calls in one answer; in the last one the model must answer without tools. */
const MOST_STEPS = 6;
const MOST_CALLS = 20;
const MOST_FAULTS = 5;
const LONGEST_MS = 60_000;
/** Characters of all that tools give back, for the model to read. */
const MOST_TEXT = 32_000;
const MOST_TEXT_OF_ONE = 8_000;
/** Arguments that are longer were not written for a form that a person fills in. */
const LONGEST_ARGUMENTS = 16_000;

export interface ToolBudget {
	/** Whether tools may be called in this step at all. */
	offers(step: number): boolean;
	/** As many calls of a step as there is room for. */
	taken(calls: readonly ModelToolCall[]): readonly ModelToolCall[];
	/** Why a call must not be run, in words for the model; null where it may. */
	refusal(call: ModelToolCall): string | null;
	/** A call that came to nothing. */
	failed(): void;
	/** Characters that a result may have. */
	room(): number;
	read(text: string): void;
	/** Milliseconds that are left for tools. */
	left(): number;
}

/** @param now milliseconds by a clock that never jumps */
export function createToolBudget(now: () => number = () => performance.now()): ToolBudget {
	const begun = now();
	const seen = new Set<string>();
	let calls = 0;
	let faults = 0;
	let text = 0;
	const left = () => Math.max(0, LONGEST_MS - (now() - begun));
	return {
		left,
		offers: (step) => step < MOST_STEPS && calls < MOST_CALLS && faults < MOST_FAULTS && left() > 0,
		taken: (asked) => asked.slice(0, Math.max(1, MOST_CALLS - calls)),
		refusal(call) {
			calls += 1;
			const same = `${call.name}\n${canonical(call.arguments)}`;
			if (call.arguments.length > LONGEST_ARGUMENTS) return 'These arguments are too long.';
			if (seen.has(same)) return 'You have made this very call already. Use what it gave, or answer without it.';
			seen.add(same);
			return left() > 0 ? null : 'There is no time left for tools. Answer without them.';
		},
		failed() {
			faults += 1;
		},
		room: () => Math.max(200, Math.min(MOST_TEXT_OF_ONE, MOST_TEXT - text)),
		read(told) {
			text += told.length;
		},
	};
}

/** The same arguments in another order are the same. What is no JSON stands for itself. */
function canonical(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), (_key, value) => (isPlain(value) ? sorted(value) : value));
	} catch {
		return text;
	}
}

function isPlain(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

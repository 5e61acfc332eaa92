// What a turn came to beside its answer: models that were asked for something else than words.

import type { OnAccount } from './knowledge.ts';
import { amountsOf, NOTHING, plus } from './quota.ts';
import type { Amounts } from './records.ts';
import type { Settings } from './settings.ts';

export interface Tally {
	book: OnAccount['book'];
	spent(): Amounts;
}

/** @param others what is counted elsewhere, and belongs to the same turn */
export function createTally(settings: Settings, others: () => Amounts = () => NOTHING): Tally {
	let booked = NOTHING;
	return {
		book(model, usage) {
			booked = plus(booked, amountsOf(settings, model, usage));
		},
		spent: () => plus(booked, others()),
	};
}

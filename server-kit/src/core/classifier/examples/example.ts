// What an example sentence is.

import type { AnsweredLabel } from '../../../protocol/index.ts';

/** One sentence a line. */
export type Examples = Readonly<Partial<Record<Exclude<AnsweredLabel, 'unknown'>, string>>>;

export interface Example {
	label: string;
	text: string;
}

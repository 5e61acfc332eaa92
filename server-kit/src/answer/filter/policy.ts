// Which detectors there are, and what each does when it finds something.

import type { FilterAction, FilterSettings } from '../../core/filter.ts';
import { NATIONAL_ID_NAMES } from './national-ids.ts';
import { SECRET_FORMATS } from './secrets.ts';

export const CANARY = 'prompt-canary';

/** By name. The rest mask. */
const DEFAULTS: Readonly<Record<string, FilterAction | 'off'>> = {
	[CANARY]: 'block',
	'prompt-echo': 'block',
	'ip-address': 'off',
};

/** Every detector that the host may set. */
export const DETECTOR_NAMES: readonly string[] = [
	...SECRET_FORMATS.map(({ name }) => name),
	'private-key',
	'connection-string',
	'assigned-secret',
	'email',
	'iban',
	'card',
	'phone',
	'ip-address',
	...NATIONAL_ID_NAMES,
	'foreign-link',
	'prompt-echo',
	CANARY,
];

export function actionOf(actions: FilterSettings['actions']): (detector: string) => FilterAction | null {
	return (detector) => {
		const action = actions[detector] ?? DEFAULTS[detector] ?? 'mask';
		return action === 'off' ? null : action;
	};
}

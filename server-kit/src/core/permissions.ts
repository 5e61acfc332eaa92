// THE TABLE of permissions: what each kind of caller may do. A customer's actions reach their own rows only.

import { KitError } from '../errors.ts';
import type { Caller } from './caller.ts';

export type Action =
	| 'conversation:own'
	| 'case:own'
	| 'data:own'
	| 'desk:read'
	| 'desk:reply'
	| 'knowledge:write'
	| 'training:review'
	| 'settings:write'
	| 'usage:read'
	| 'audit:read'
	| 'webhooks:read'
	| 'webhooks:write';

// biome-ignore format: the columns are the point
const TABLE: readonly (readonly [action: Action, customer: boolean, visitor: boolean, agent: boolean, admin: boolean, service: boolean])[] = [
	//                   customer visitor agent  admin  service
	['conversation:own', true,    true,   true,  true,  false],
	['case:own',         true,    false,  true,  true,  false],
	['data:own',         true,    true,   true,  true,  false],
	['desk:read',        false,   false,  true,  true,  false],
	['desk:reply',       false,   false,  true,  true,  false],
	['knowledge:write',  false,   false,  false, true,  true ],
	['training:review',  false,   false,  false, true,  false],
	['settings:write',   false,   false,  false, true,  false],
	['usage:read',       false,   false,  false, true,  true ],
	['audit:read',       false,   false,  false, true,  false],
	['webhooks:read',    false,   false,  false, true,  false],
	['webhooks:write',   false,   false,  false, true,  false],
];

const COLUMNS = { customer: 1, visitor: 2, agent: 3, admin: 4, service: 5 } as const satisfies Record<
	Caller['kind'],
	number
>;

export function may(caller: Caller, action: Action): boolean {
	const row = TABLE.find(([name]) => name === action);
	return row?.[COLUMNS[caller.kind]] ?? false;
}

/** @throws KitError `forbidden` */
export function demand(caller: Caller, action: Action): void {
	if (!may(caller, action)) throw new KitError('forbidden');
}

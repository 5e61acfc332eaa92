// THE TABLE of permissions: what each kind of caller may do. A customer's actions reach their own rows only.

import { KitError } from '../errors.ts';
import type { Caller } from './caller.ts';

export type Action = 'conversation:own' | 'case:own' | 'desk:read' | 'desk:reply' | 'knowledge:write';

// biome-ignore format: the columns are the point
const TABLE: readonly (readonly [action: Action, customer: boolean, agent: boolean, admin: boolean, service: boolean])[] = [
	//                   customer agent  admin  service
	['conversation:own', true,    true,  true,  false],
	['case:own',         true,    true,  true,  false],
	['desk:read',        false,   true,  true,  false],
	['desk:reply',       false,   true,  true,  false],
	['knowledge:write',  false,   false, true,  true ],
];

const COLUMNS = { customer: 1, agent: 2, admin: 3, service: 4 } as const satisfies Record<Caller['kind'], number>;

export function may(caller: Caller, action: Action): boolean {
	const row = TABLE.find(([name]) => name === action);
	return row?.[COLUMNS[caller.kind]] ?? false;
}

/** @throws KitError `forbidden` */
export function demand(caller: Caller, action: Action): void {
	if (!may(caller, action)) throw new KitError('forbidden');
}

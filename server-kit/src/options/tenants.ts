// Which tenants the AI is switched off for; their cases go on working.

import { z } from 'zod';
import { handed, isFunction } from './handed.ts';

type IsDisabled = (tenantId: string) => boolean;

export const tenants = z
	.strictObject({
		/** Names, or a function that is asked at every turn and answers from memory. */
		disabled: z
			.union([z.array(z.string()), handed<IsDisabled>('a list of tenants or a function', isFunction)])
			.default([]),
	})
	.prefault({});

export function tenantDisabledBy({ disabled }: z.output<typeof tenants>): IsDisabled {
	if (typeof disabled === 'function') return disabled;
	const names = new Set(disabled);
	return (tenantId) => names.has(tenantId);
}

// Gate 2: a turn belongs to a person of a tenant, or it is nobody's.

import { KitError } from '../../errors.ts';
import type { Gate } from '../turn-state.ts';

export const scope: Gate = ({ caller }) => {
	if (!caller.tenantId || !caller.userId) throw new KitError('unauthenticated');
};

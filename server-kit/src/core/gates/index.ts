// THE TABLE of the gates: every turn on every face passes them from top to bottom.

import type { Gate } from '../turn-state.ts';
import { classify } from './classify.ts';
import { disclosed } from './disclosed.ts';
import { masterFlag } from './master-flag.ts';
import { ownership } from './ownership.ts';
import { rateLimit } from './rate-limit.ts';
import { reserve } from './reserve.ts';
import { scope } from './scope.ts';
import { stillOpen } from './still-open.ts';

// biome-ignore format: the columns are the point
export const GATES: readonly (readonly [step: string, name: string, gate: Gate, stopsWith: string])[] = [
	['1',  'master flag', masterFlag, 'degraded master_flag_off, tenant_disabled, runtime_not_wired'],
	['2',  'scope',       scope,      '401 unauthenticated'],
	['3',  'rate limit',  rateLimit,  'degraded rate_limited (429)'],
	['3',  'reserve',     reserve,    'degraded quota_exceeded, cost_cap_reached (429)'],
	['4',  'ownership',   ownership,  '404 not_found'],
	['4b', 'still open',  stillOpen,  '409 conversation_escalated, conversation_closed, turn_in_progress'],
	['4b', 'disclosed',   disclosed,  'degraded disclosure_required'],
	['5',  'classify',    classify,   'nothing: a refusal is a turn without an answer'],
];

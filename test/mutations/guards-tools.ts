// Guards of what a model may do for a person, of their yes, and of what is told to another system.

import { FACE, GATEWAY, type Guard, guardsOf, type Replacement, SRC } from './guard.ts';

const TOOLS = [`${FACE}/tools.test.ts`];
const BUDGET = ['server-kit/test/answer/tool-budget.test.ts'];
const HOST_TOOLS = ['server-kit/test/answer/host-tools.test.ts'];
const KEPT = ['test/databases/tool-calls.test.ts'];
const HANDED = [`${GATEWAY}/handed-on.test.ts`];
const ACTIONS = [`${FACE}/actions.test.ts`, `${GATEWAY}/cases.test.ts`, `${GATEWAY}/refused.test.ts`];

const at = (file: string, from: string, to: string): Replacement => ({ file: `${SRC}/${file}.ts`, from, to });

const tools = guardsOf('tools', SRC);
const approval = guardsOf('approval', SRC);
const action = guardsOf('action', SRC);
const dispatch = guardsOf('dispatch', SRC);

// biome-ignore format: one guard is one line
const CALLS: readonly Guard[] = [
	tools('the gateway offers what never waits', 'core/host-tool', ` && (tool.neverWaits || kind !== 'gateway')`, '', TOOLS),
	tools('who is not understood changes nothing', 'core/host-tool', `(tool.readOnly || intent !== 'unknown')`, 'true', TOOLS),
	tools('who may use one', 'core/host-tool', 'tool.offeredTo(caller) &&', '', TOOLS),
	tools('the roles that may', 'options/tools', 'if (roles && !roles.some((role) => caller.roles.includes(role))) return false;', '', TOOLS),
	tools('a field that is not named', 'options/tools', '...asked, additionalProperties: false', '...asked', HOST_TOOLS, at('options/tools', 'return open ? { ...inner, additionalProperties: false } : inner;', 'return inner;')),
	tools('a field that is not named, further in', 'options/tools', 'return open ? { ...inner, additionalProperties: false } : inner;', 'return inner;', HOST_TOOLS),
	tools('arguments are checked', 'options/tools', 'if (!checked.success) return { fault: faultOf(checked.error) };', 'if (!checked.success) return { input: value };', TOOLS),
	tools('what changes something waits', 'options/tools', 'approval = !readOnly', 'approval = false', TOOLS),
	tools('a function that throws has not waived the yes', 'options/tools', 'return true;\n	}\n}\n\nfunction isZod', 'return false;\n	}\n}\n\nfunction isZod', HOST_TOOLS),
	tools('what nobody can be shown is not asked about', 'answer/host-tools', 'if (asks && !isShowable(', 'if (false && !isShowable(', TOOLS),
	tools('the very same call', 'answer/tool-budget', 'if (seen.has(same))', 'if (false)', TOOLS),
	tools('the same call, written otherwise', 'answer/tool-budget', `\${canonical(call.arguments)}`, `\${call.arguments}`, BUDGET),
	tools('how many steps', 'answer/tool-budget', 'step < MOST_STEPS &&', '', TOOLS),
	tools('how many calls', 'answer/tool-budget', 'asked.slice(0, Math.max(1, MOST_CALLS - calls))', 'asked', TOOLS),
	tools('how many in vain', 'answer/tool-budget', '&& faults < MOST_FAULTS', '', BUDGET),
	tools('how many seconds of all', 'answer/tool-budget', 'return left() > 0 ? null :', 'return true ? null :', BUDGET),
	tools('how many seconds of one', 'answer/host-tools', 'pause(Math.min(tool.timeoutMs, bench.budget.left()), late.signal)', 'pause(2_000_000_000, late.signal)', TOOLS),
	tools('what it gave is filtered', 'answer/host-tools', 'bench.clean(resultText(value, bench.budget.room()))', 'resultText(value, bench.budget.room())', TOOLS),
	tools('how much it may give', 'answer/tool-budget', 'Math.max(200, Math.min(MOST_TEXT_OF_ONE, MOST_TEXT - text))', '10_000_000', BUDGET),
	tools('nothing runs that is not written down', 'answer/host-tools', `if (!opened) return refused('The tool cannot be used at the moment.');`, `if (!opened) return run(tool, input, { id: '', key: '', approval: null }, bench);`, HOST_TOOLS),
	tools('what was left running is unknown', 'store/turns', `set status = 'unknown'\nwhere tenant_id = ? and answer_id = ?`, `set status = 'running'\nwhere tenant_id = ? and answer_id = ?`, [...KEPT, 'server-kit/test/core/killed-tool.test.ts']),
];

// biome-ignore format: one guard is one line
const YES: readonly Guard[] = [
	approval('what is run is what was shown', 'answer/host-tools', 'if (tool && same) return run', `if (tool && checked && 'input' in checked) return run`, TOOLS),
	approval('a no is a no', 'answer/host-tools', 'if (!approved) return declined(opened, bench);', '', TOOLS),
	approval('until it expires', 'core/approval', `if (call.status === 'expired' || isExpired(call, clock.now())) throw new KitError('approval_expired');`, '', [...TOOLS, ...KEPT], at('store/resumed', ' and expires_at > ?`;', ' and ? > 0`;')),
	approval('decided once', 'store/resumed', `and status = 'waiting_approval' and expires_at`, 'and expires_at', [...KEPT, ...TOOLS], at('store/resumed', `, \${OPEN_AND_IDLE}\`;`, ` where ? > 0 and tenant_id = ? and user_id = ? and id = ?\`;`)),
	approval('nobody else’s', 'store/tool-calls', `'c.user_id': owner.userId, `, '', [...KEPT, ...TOOLS]),
	approval('of this very conversation', 'store/tool-calls', `'c.id': conversationId, `, '', [...KEPT, ...TOOLS]),
	approval('a new question declines it', 'core/approval', `if (call.status !== 'waiting_approval' || asked) throw`, `if (false) throw`, TOOLS, at('store/resumed', `and status = 'waiting_approval' and expires_at`, 'and expires_at')),
	approval('each gate is passed anew', 'core/approval', `if (approved || name !== 'reserve' || !(fault instanceof Degraded)) throw fault;`, '', TOOLS),
];

// biome-ignore format: one guard is one line
const TOLD: readonly Guard[] = [
	action('of this very conversation', 'core/case-actions', `if (!found) throw new KitError('action_not_suggested');`, `if (!found) return { id: actionId, type: 'retry', label: '', payload: {} } as never;`, ACTIONS),
	action('one that runs is not begun again', 'core/case-actions', `if (earlier?.status === 'running') throw new KitError('action_running');`, '', ACTIONS),
	action('of which nobody knows is not begun again', 'core/case-actions', `if (earlier?.status === 'unknown') throw new KitError('action_unknown');`, '', ACTIONS),
	action('a case of the gateway is not the widget’s', 'core/case-actions', `if (conversation.kind !== 'support') throw new KitError('not_found');`, '', ACTIONS),
	action('how much it may give', 'core/case-actions', `|| text.length > LARGEST_RESULT`, '', ACTIONS),
	dispatch('who holds it tells', 'store/dispatches', `.where((free) => free.whereNull('lease').orWhere('due_at', '<=', now))`, '', ['test/databases/dispatches.test.ts', ...HANDED]),
	dispatch('whose lease is over has lost it', 'store/dispatches', 'db(TABLE).where({ id, lease });', 'db(TABLE).where({ id }).whereRaw(`? is not null`, [lease]);', ['test/databases/dispatches.test.ts', ...HANDED]),
	dispatch('nothing overtakes', 'store/dispatches', 'earlier.conversation_id = d.conversation_id and earlier.id < d.id', '1 = 0', ['test/databases/dispatches.test.ts', ...HANDED]),
	dispatch('of one name there is one', 'store/dispatches', 'if (isDuplicate(fault)) return null;', '', [...HANDED, 'test/databases/dispatches.test.ts']),
	dispatch('given up one day', 'core/dispatch', 'if (dueAt - dispatch.at <= GIVEN_UP_AFTER)', 'if (true)', HANDED),
	dispatch('as late as the other system asks', 'core/dispatch', 'Math.min(asked, LONGEST_ASKED)', '0', HANDED),
	dispatch('no later than six hours', 'core/dispatch', 'Math.min(asked, LONGEST_ASKED)', 'asked', HANDED),
	dispatch('a case that was closed needs none', 'store/dispatches', 'await ofOwner(owner, conversationId).delete();', '', HANDED, at('core/case-ticket', `if (conversation.status === 'closed') throw new KitError('conversation_closed');`, '')),
];

export const TOOL_GUARDS: readonly Guard[] = [...CALLS, ...YES, ...TOLD];

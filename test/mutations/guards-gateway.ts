// Guards of the gateway: whose case it is, what an answer rests on, what is run and handed on, what a snapshot holds.

import { GATEWAY, type Guard, guardsOf, type Replacement, SRC } from './guard.ts';

const CASES = [`${GATEWAY}/cases.test.ts`];
const REFUSED = [`${GATEWAY}/refused.test.ts`];
const GROUNDS = ['server-kit/test/answer/grounds.test.ts'];
const HOST = ['server-kit/test/connect/host-context.test.ts'];
const BUILD = ['server-kit/test/core/snapshot/build.test.ts'];
const CLEAN = ['server-kit/test/core/snapshot/cleaning.test.ts'];

const inCore = (file: string, from: string, to: string): Replacement => ({ file: `${SRC}/core/${file}.ts`, from, to });

const gateway = guardsOf('gateway', SRC);

// biome-ignore format: one guard is one line
const RUNS: readonly Guard[] = [
	gateway('a source that tells of somebody else', 'connect/host-context', `if (named && others) throw new SourceFault('not_the_caller');`, '', HOST),
	gateway('a state that says of nobody whose it is', 'connect/host-context', `if (name === 'userState' && (data.userId === undefined || data.tenantId === undefined))`, 'if (false)', HOST),
	gateway('one face’s conversations are not the other’s cases', 'store/conversations', '.where({ kind, public_id: publicId })', '.where({ public_id: publicId })', ['test/databases/gateway.test.ts']),
	gateway('evidence that stands nowhere', 'answer/grounds', 'if (!source) return null;', '', GROUNDS),
	gateway('evidence in another field', 'answer/grounds', '? fields.some((name)', '? Object.keys(item).some((name)', GROUNDS),
	gateway('a quotation that stands in no article', 'answer/grounds', `].join('\\n')).includes(quote) ?`, `].join('\\n')) !== quote ?`, GROUNDS),
	gateway('an article that is not cited', 'answer/grounds', 'if (!found || quote.length', `if (!found) return 'article:1';\n\tif (quote.length`, GROUNDS),
	gateway('excerpts of a few letters', 'answer/grounds', '|| value.length < SHORTEST_EXCERPT', '', GROUNDS),
	gateway('claims cost confidence', 'answer/grounds', 'own * (found / claimed)', 'own', GROUNDS),
	gateway('an answer that rests on nothing', 'answer/grounds', 'found === 0 && !cites ?', 'false ?', GROUNDS),
	gateway('an action that nobody offered', 'answer/grounds', 'if (!suggestion) return [];', `if (!suggestion) return [{ id: parts.ids.make('act'), type: name as never, label: '', payload: {} }];`, GROUNDS),
	gateway('an action of another case', 'core/case-actions', `if (!found) throw new KitError('action_not_suggested');`, `if (!found) return { id: actionId, type: 'create_ticket', label: '', payload: {} } as never;`, CASES),
	gateway('an action that is confirmed', 'faces/gateway/cases', 'confirm: z.literal(true)', 'confirm: z.any()', REFUSED),
	gateway('an action that has run', 'core/case-actions', 'if (earlier) return earlier.result ?? {};', '', CASES),
	gateway('an action that is running', 'core/case-actions', `if (earlier?.status === 'running') throw new KitError('action_running');`, '', REFUSED),
	gateway('an action that failed may be tried again', 'store/snapshots', `.where({ status: 'failed' }).update(`, `.where({ status: 'never' }).update(`, REFUSED),
	gateway('an action of a case that has ended', 'core/case-actions', '	refuseUnlessOpen(conversation);\n	const run', '	const run', REFUSED),
	gateway('the same key is the same case', 'core/case', 'if (known) return ask(caller, known, asked, parts);', '', CASES),
	gateway('cases of a person', 'core/case', 'await takeOne(rates.gatewayCases, rateKey(caller));', '', CASES),
	gateway('no case where its first turn is not taken', 'core/case', 'await store.transaction((bound) => bound.conversations.remove(caller, conversation.id));', '', REFUSED),
	gateway('another resolution', 'core/case', `if (conversation.resolution !== how.resolution) throw new KitError('case_resolution_conflict');`, '', CASES),
	gateway('one ticket for a case', 'core/case-ticket', 'const known = await parts.store.escalations.ticketOf(caller, conversation.id);', 'const known = null;', CASES, inCore('case-ticket', 'const known = await bound.escalations.ticketOf(caller, conversationId);', 'const known = null;')),
	gateway('never escalated without a ticket', 'core/case-ticket', `if (!ticket?.ticketId) throw new Error('the connector gave no ticket');`, '', REFUSED),
	gateway('a snapshot that is old', 'core/snapshot/take', '<= settings.context.freshMs ? kept : null', '<= settings.context.freshMs ? kept : kept', CASES),
];

const snapshot = guardsOf('snapshot', `${SRC}/core/snapshot`);

// biome-ignore format: one guard is one line
const CLEANING: readonly Guard[] = [
	snapshot('what nobody sees goes first', 'cleaning', `counted('binary', read, redactor.visible(read))`, 'read', CLEAN),
	snapshot('secrets', 'cleaning', `counted('secrets', visible, redactor.secrets(visible))`, 'visible', BUILD),
	snapshot('secrets under their name', 'cleaning', 'if (hidden === together) return [known, value];', 'return [known, value];', CLEAN),
	snapshot('personal data of others', 'cleaning', `counted('personal', secretless, redactor.personal(secretless))`, 'secretless', BUILD),
	snapshot('what is no text', 'cleaning', `counted('binary', nameless, withoutBinary(nameless))`, 'nameless', BUILD),
	snapshot('addresses of the inner network', 'cleaning', `counted('internalAddresses', legible, withoutInternal(legible))`, 'legible', BUILD),
	snapshot('inner addresses without a scheme', 'cleaning', '.replace(BARE_PRIVATE, INTERNAL)', '', CLEAN),
	snapshot('inner names without a scheme', 'cleaning', '.replace(BARE_NAME, INTERNAL)', '', CLEAN),
	snapshot('cleaned before it is cut', 'cleaning', 'value.slice(0, READ)', 'value.slice(0, SHOWN)', CLEAN),
	snapshot('numbers of cards and accounts', 'cleaning', 'return cleaned === written ? value : cleaned;', 'return value;', CLEAN),
	snapshot('names of fields', 'cleaning', 'const known = text(name);', 'const known = name;', BUILD),
	snapshot('how deep', 'cleaning', '|| depth === DEEPEST', '', CLEAN),
	snapshot('items of another shape', 'cleaning', 'if (!fitting && field.needed) return misshapen();', '', BUILD),
	snapshot('roles are cleaned', 'build', 'named.map((role) => text(role)', 'named.map((role) => role', BUILD),
	snapshot('its cap', 'budget', 'if (bytes > left - reserve) return false;', '', BUILD),
	snapshot('a state is whole or absent', 'build', 'if (!budget.fits(bare)) return null;', '', CLEAN),
];

export const GATEWAY_GUARDS: readonly Guard[] = [...RUNS, ...CLEANING];

// Writes down what one answer calls: before it runs, and how it ended, with who is answerable for it.

import { actorOf, MODEL, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import { type HostTool, offeredTools } from './host-tool.ts';
import { approvalOf, type CallEnd, type CallLedger, type DecidedCall, type OpenedCall, wireId } from './tool-call.ts';
import type { Parts, TurnState } from './turn-state.ts';

/** Null where this person is offered no tool, and none was decided on. */
export function ledgerFor(
	{ caller, conversation, classification, decided }: TurnState,
	answerId: number,
	parts: LedgerParts,
): CallLedger | null {
	if (!conversation || !classification || parts.tools.list.length === 0) return null;
	const tools = offeredTools(parts.tools, caller, { kind: conversation.kind, intent: classification.label });
	if (tools.length === 0 && !decided) return null;
	return createLedger({ caller, conversationId: conversation.id, answerId, decided: decided ?? null, tools }, parts);
}

type LedgerParts = Pick<Parts, 'store' | 'clock' | 'ids' | 'log' | 'tools'>;

interface Answering {
	caller: Caller;
	conversationId: number;
	answerId: number;
	decided: DecidedCall | null;
	tools: readonly HostTool[];
}

function createLedger({ caller, conversationId, answerId, decided, tools }: Answering, parts: LedgerParts): CallLedger {
	const { store, clock, ids, log } = parts;
	const { tenantId } = caller;
	const rows = new Map<string, number>(decided ? [[wireId(decided.call.rowId), decided.call.rowId]] : []);

	async function open(tool: HostTool, { input, locale, asks }: Parameters<CallLedger['open']>[1]): Promise<OpenedCall> {
		const at = clock.now();
		const key = ids.make('call');
		const title = tool.title(locale);
		const expiresAt = at + parts.tools.approvalMs;
		const call = { tenantId, conversationId, messageId: answerId, key, name: tool.name, title, input, at };
		const rowId = await store.toolCalls.open(
			asks
				? { ...call, answerId: null, status: 'waiting_approval', asks: { arguments: asks, expiresAt } }
				: { ...call, answerId, status: 'running', asks: null },
		);
		rows.set(wireId(rowId), rowId);
		return { id: wireId(rowId), key, approval: asks && approvalOf({ rowId, title, arguments: asks, expiresAt }) };
	}

	/** That it ran is audited with how it ended, in one transaction. */
	async function close(id: string, name: string, end: CallEnd): Promise<void> {
		const rowId = rows.get(id);
		if (rowId === undefined) return;
		const approved = decided?.call.rowId === rowId;
		const details = { tool: name, ended: end, conversation: conversationId };
		const act = { tenantId, actor: approved ? actorOf(caller) : MODEL, target: `tool_call:${rowId}`, details };
		try {
			await store.transaction(async (bound) => {
				if (await bound.toolCalls.close(tenantId, rowId, end))
					await writeDown(bound, { ...act, action: 'tool.run' }, parts);
			});
		} catch (fault) {
			// It may have had its effect: the row stays as it is, and whoever ends the answer marks it `unknown`.
			log.error('the end of a tool call was not stored', { conversation: conversationId, call: rowId, fault });
		}
	}

	return {
		tools,
		open,
		close,
		holds: (id) => rows.has(id),
		used: () => rows.size > 0,
	};
}

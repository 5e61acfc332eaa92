// A tool of the host's as the core knows it: what a model is told of it, who may use it, and how it is run.

import type { ToolArgument } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { Conversation, Intent } from './records.ts';

/** What a tool is told beside its input. */
export interface ToolContext {
	/** Whose rights the tool acts with; never the kit's own. */
	caller: Caller;
	conversation: { id: number; locale: string };
	/** Aborts when nobody waits any more: the answer was stopped, or the tool took too long. */
	signal: AbortSignal;
	/** The same for one call, whatever becomes of this process; another for each call. Pass it on to whatever is changed. */
	idempotencyKey: string;
}

export interface HostTool {
	readonly name: string;
	readonly description: string;
	/** JSON Schema of the input, which takes no field that it does not name. */
	readonly parameters: Record<string, unknown>;
	/** Changes nothing: may be run whenever a model asks. */
	readonly readOnly: boolean;
	/** Milliseconds that one call may take. */
	readonly timeoutMs: number;
	title(locale: string): string;
	/** Whether this person may use it at all. */
	offeredTo(caller: Caller): boolean;
	/** Whether no call of it ever waits for a person. */
	readonly neverWaits: boolean;
	needsApproval(input: unknown, caller: Caller): boolean;
	/** The input as the tool takes it, or what is wrong with what the model wrote. */
	check(given: unknown): { input: unknown } | { fault: string };
	/** The input as a person reads it. */
	shown(input: unknown): ToolArgument[];
	execute(input: unknown, context: ToolContext): unknown;
}

export interface HostTools {
	readonly list: readonly HostTool[];
	/** How long a call waits for the person. */
	readonly approvalMs: number;
}

/**
 * What a model is told of in this turn. Whoever is not understood changes nothing. The published API of the gateway has
 * no way to decide on a call: there, what would have to wait is not offered.
 */
export function offeredTools(
	{ list }: HostTools,
	caller: Caller,
	{ kind, intent }: { kind: Conversation['kind']; intent: Intent },
): readonly HostTool[] {
	return list.filter(
		(tool) =>
			tool.offeredTo(caller) && (tool.readOnly || intent !== 'unknown') && (tool.neverWaits || kind !== 'gateway'),
	);
}

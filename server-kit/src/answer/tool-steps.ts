// What a model asks for besides talking, call by call. The reader sees that it happened; the model reads what came of it.

import type { Search } from '../core/knowledge.ts';
import type { ModelMessage, ModelTool, ModelToolCall, NumberedPassage } from '../core/model.ts';
import type { Observer } from '../core/observer.ts';
import type { DecidedCall, KeptCall } from '../core/tool-call.ts';
import { wireId } from '../core/tool-call.ts';
import type { Citations } from './citations.ts';
import type { Filter } from './filter/index.ts';
import { type Bench, type Called, callDecided, callHostTool } from './host-tools.ts';
import { SEARCH_TOOL, searchMore } from './search-tool.ts';
import { createToolBudget } from './tool-budget.ts';

interface ToolDesk {
	messages: ModelMessage[];
	citations: Citations;
	filter: Filter;
	/** How many passages were handed out. */
	handedOut: number;
}

interface Around extends Pick<Bench, 'input' | 'tell' | 'signal' | 'log'> {
	search: Search;
	observer?: Observer | null;
	desk: ToolDesk;
}

interface ToolSteps {
	/** What the model is told of in this step. */
	offered(step: number): ModelTool[];
	/** Goes on from what the person has decided. */
	resume(decided: DecidedCall): Promise<void>;
	/** Runs the calls of a step, in their order. `waits`: one of them is the person's to decide on. */
	run(text: string, calls: readonly ModelToolCall[]): Promise<'went on' | 'waits'>;
}

export function createToolSteps(around: Around): ToolSteps {
	const budget = createToolBudget();
	const { input, desk, observer, tell } = around;
	const ledger = input.calls ?? null;
	const host = new Map((ledger?.tools ?? []).map((tool) => [tool.name, tool]));
	const listed = [
		SEARCH_TOOL,
		...[...host.values()].map(({ name, description, parameters }) => ({ name, description, parameters })),
	];
	const bench: Bench | null = ledger && { ...around, ledger, budget, clean: desk.filter.clean };

	function measured(name: string, id: string, work: () => Promise<Called>): Promise<Called> {
		return observer?.tool(name, id, work, ({ worked }) => worked) ?? work();
	}

	async function one(call: ModelToolCall): Promise<Called> {
		const refusal = budget.refusal(call);
		const tool = host.get(call.name);
		if (tool && bench) {
			if (refusal) return { forModel: refusal, worked: false };
			return measured(tool.name, call.id, () => callHostTool(tool, call, bench));
		}
		const known = call.name === SEARCH_TOOL.name;
		return measured(known ? call.name : 'unknown', call.id, () =>
			own(call, refusal ?? (known ? null : NO_SUCH_TOOL), around),
		);
	}

	return {
		offered: (step) => (budget.offers(step) ? listed : []),

		async resume(decided) {
			if (!bench) return;
			const { call, earlier, said } = decided;
			desk.messages.push(...earlier.flatMap(toldBefore), asked(said, call));
			budget.refusal({ id: wireId(call.rowId), name: call.name, arguments: call.input });
			const { forModel } = await measured(call.name, wireId(call.rowId), () => callDecided(decided, bench));
			desk.messages.push({ role: 'tool', toolCallId: wireId(call.rowId), content: forModel });
			if (call.title) desk.filter.handOut([{ text: call.input, url: null }]);
			tell([{ type: 'finish-step' }, { type: 'start-step' }]);
		},

		async run(text, calls) {
			const taken = budget.taken(calls);
			desk.messages.push({ role: 'assistant', content: text, toolCalls: taken });
			for (const [at, call] of taken.entries()) {
				const called = await one(call);
				if (called.waits) return 'waits';
				if (!called.worked) budget.failed();
				const left = at === taken.length - 1 ? leftOut(calls.length - taken.length) : '';
				desk.messages.push({ role: 'tool', toolCallId: call.id, content: called.forModel + left });
			}
			return 'went on';
		},
	};
}

const NO_SUCH_TOOL = 'There is no such tool.';

function leftOut(calls: number): string {
	return calls > 0 ? `\n${calls} more calls were left out: that is too many for one answer.` : '';
}

/** The kit's own tool, or a name that the model made up. */
async function own(
	call: ModelToolCall,
	refusal: string | null,
	{ input, search, desk, tell, signal }: Around,
): Promise<Called> {
	const { clean } = desk.filter;
	const around = { nextNumber: desk.handedOut + 1, clean, signal };
	const found = refusal === null ? await searchMore(call, input, search, around) : null;
	const passages: readonly NumberedPassage[] | null = found?.passages ?? null;
	const toolCallId = call.id;
	tell([
		{ type: 'tool-input-available', toolCallId, toolName: clean(call.name), input: found?.input ?? {} },
		passages
			? { type: 'tool-output-available', toolCallId, output: { found: passages.length } }
			: { type: 'tool-output-error', toolCallId, errorText: 'The tool could not be used.' },
	]);
	desk.citations.add(passages ?? []);
	desk.filter.handOut(passages ?? []);
	desk.handedOut += passages?.length ?? 0;
	return { forModel: found?.forModel ?? refusal ?? '', worked: passages !== null };
}

function asked(content: string, { rowId, name, input }: KeptCall): ModelMessage {
	return { role: 'assistant', content, toolCalls: [{ id: wireId(rowId), name, arguments: input }] };
}

/** What was called since the question, by the answers before this one: how it ended, not what it gave. */
function toldBefore(call: KeptCall): ModelMessage[] {
	return [
		asked('', call),
		{ role: 'tool', toolCallId: wireId(call.rowId), content: `This call is over: ${call.status}.` },
	];
}

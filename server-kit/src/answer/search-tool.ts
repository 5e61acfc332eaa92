// The tool that is built in: looking up more of the knowledge base.

import type { Search } from '../core/knowledge.ts';
import type { ModelTool, ModelToolCall, NumberedPassage } from '../core/model.ts';
import type { AnswerInput } from '../core/ports.ts';
import { accountOf, numbered } from './gather.ts';
import { passageText } from './prompt.ts';

export const SEARCH_TOOL: ModelTool = {
	name: 'search_knowledge',
	description:
		'Searches the help articles for more passages. Use it when the passages at hand do not answer the question.',
	parameters: {
		type: 'object',
		properties: { query: { type: 'string', description: 'What to look for, in a few words', maxLength: 300 } },
		required: ['query'],
		additionalProperties: false,
	},
};

/** What came of a call. `passages` is null where the tool could not be used. */
export interface ToolResult {
	/** The arguments as they were understood. */
	input: unknown;
	passages: NumberedPassage[] | null;
	forModel: string;
}

const MORE = 4;

/** Never throws for what the model wrote: the model is told, and may try again. */
export async function searchMore(
	call: ModelToolCall,
	input: AnswerInput,
	search: Search,
	{ nextNumber, clean, signal }: { nextNumber: number; clean(text: string): string; signal: AbortSignal },
): Promise<ToolResult> {
	const query = queryOf(call.arguments);
	if (query === null) return { input: {}, passages: null, forModel: 'Give a "query" of 1 to 300 characters as JSON.' };
	const { caller, conversation } = input;
	const asked = { tenantId: caller.tenantId, query, locale: conversation.locale, limit: MORE };
	const found = await search.find({ ...asked, account: accountOf(input, signal) });
	const passages = numbered(found, nextNumber);
	const forModel = passages.length > 0 ? passages.map(passageText).join('\n\n') : 'No passage fits.';
	// The model wrote it, and the reader is shown it: it is filtered like any other word of the model's.
	return { input: { query: clean(query) }, passages, forModel };
}

function queryOf(text: string): string | null {
	try {
		const { query } = JSON.parse(text) as { query?: unknown };
		return typeof query === 'string' && query.trim() && query.length <= 300 ? query : null;
	} catch {
		return null;
	}
}

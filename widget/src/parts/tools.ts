// What was looked up for an answer: one quiet line for each tool, the same while it runs and after a reload.

import { css, html, type TemplateResult } from 'lit';
import type { ToolCallView } from '../../../server-kit/src/protocol/index.ts';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import type { Message } from '../view.ts';
import type { Words } from '../words/index.ts';

/** The kit's own tool; a host's tools go by the names that the host gave them. */
const search = 'search_knowledge';

export function tools({ words }: Desk, message: Message): TemplateResult[] {
	return lines(message).map((call) => line(call, sentence(words, call)));
}

/** How a call stands, in a sentence. */
export function line({ status }: ToolCallView, text: string): TemplateResult {
	const mark = status === 'done' ? 'check' : status === 'running' ? 'spark' : 'alert';
	return html`<p class="tool small muted ${status}" part="tool">${icon(mark)}<span dir="auto">${text}</span></p>`;
}

/** It changes something, and a person is asked before it does. */
export function isAsked({ approval_id }: ToolCallView): boolean {
	return approval_id !== undefined;
}

/** Several calls of one tool are one line: how the last of them stands. What an ended answer left running has failed. */
function lines({ tools, status }: Message): readonly ToolCallView[] {
	const byName = new Map(tools.filter((tool) => !isAsked(tool)).map((tool) => [tool.name, tool]));
	const settled = (tool: ToolCallView) =>
		tool.status === 'running' && status !== 'streaming' ? { ...tool, status: 'failed' as const } : tool;
	return [...byName.values()].map(settled);
}

function sentence(words: Words, { name, title, status }: ToolCallView): string {
	const how = status === 'running' || status === 'done' ? status : 'failed';
	if (name === search) return how === 'running' ? words.searching : words[`searched_${how}`];
	return words[`tool_${how}`](title || name.replace(/[_-]+/g, ' '));
}

export const toolsStyles = css`
	.tool {
		display: flex;
		align-items: center;
		gap: 7px;
		margin-block-end: 6px;
	}
	.tool .icon {
		inline-size: 1.1em;
		block-size: 1.1em;
	}
	.tool.running .icon {
		color: var(--_accent-ink);
		animation: breathe 1.2s ease-in-out infinite;
	}
`;

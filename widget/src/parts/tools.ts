// What was looked up for an answer: one quiet line for each tool, the same while it runs and after a reload.

import { css, html, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import type { Message } from '../view.ts';
import type { Words } from '../words/index.ts';

/** The kit's own tool; a host's tools go by the names that the host gave them. */
const search = 'search_knowledge';

export function tools({ words }: Desk, message: Message): TemplateResult[] {
	return lines(message).map(
		({ name, status }) => html`<p class="tool small muted ${status}" part="tool">
			${icon(status === 'failed' ? 'alert' : status === 'complete' ? 'check' : 'spark')}
			<span>${sentence(words, name, status)}</span>
		</p>`,
	);
}

/** Several calls of one tool are one line: how the last of them stands. What an ended answer left running has failed. */
function lines({ tools, status }: Message): readonly Message['tools'][number][] {
	const byName = new Map(tools.map((tool) => [tool.name, tool]));
	const settled = (tool: Message['tools'][number]) =>
		tool.status === 'running' && status !== 'streaming' ? { ...tool, status: 'failed' as const } : tool;
	return [...byName.values()].map(settled);
}

function sentence(words: Words, name: string, status: 'running' | 'complete' | 'failed'): string {
	if (name === search) return status === 'running' ? words.searching : words[`searched_${status}`];
	return words[`tool_${status}`](name.replace(/[_-]+/g, ' '));
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

// A plain sentence about the state of things, with its next step.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import type { Problem } from '../view.ts';
import type { Words } from '../words/index.ts';

export interface Notice {
	readonly tone: 'good' | 'warn' | 'plain';
	readonly text: string;
	readonly steps?: readonly { readonly label: string; readonly take: () => void }[];
}

export function notice({ tone, text, steps = [] }: Notice): TemplateResult {
	const mark = tone === 'good' ? 'check' : tone === 'warn' ? 'alert' : 'person';
	return html`<div class="notice ${tone}" part="notice">
		${icon(mark)}
		<div>
			<p>${text}</p>
			${
				steps.length
					? html`<div class="buttons">
						${steps.map(({ label, take }) => html`<button class="button small" @click=${take}>${label}</button>`)}
					</div>`
					: nothing
			}
		</div>
	</div>`;
}

/** Every problem has its sentence and at least one way on. */
export function problemNotice(desk: Desk, problem: Problem, again: () => void): TemplateResult {
	const { words } = desk;
	const retry = problem.degraded ? problem.degraded.retryable : problem.kind !== 'signed_out';
	const person = problem.degraded !== null;
	return notice({
		tone: 'warn',
		text: problemText(words, problem),
		steps: [
			...(retry ? [{ label: words.try_again, take: again }] : []),
			...(person ? [{ label: words.talk_to_person, take: () => desk.askPerson() }] : []),
		],
	});
}

function problemText(words: Words, { kind, degraded, retryAfterSeconds }: Problem): string {
	// Until the words of the rarer ones are fetched, the server's or the general ones stand in for them.
	const sentence = degraded
		? (words[`degraded_${degraded.code}`] ?? degraded.message)
		: (words[`problem_${kind}`] ?? words.problem_server);
	const wait = retryAfterSeconds !== null && retryAfterSeconds < 120 ? words.wait(retryAfterSeconds) : '';
	return wait ? `${sentence} ${wait}` : sentence;
}

export const noticeStyles = css`
	.notice {
		display: flex;
		gap: 10px;
		margin-block-end: 14px;
		padding: 12px 14px;
		border-radius: var(--_r);
		background: var(--_raised);
		font-size: 0.9333em;
		animation: rise 0.3s var(--_ease);
	}
	.notice > .icon {
		margin-block-start: 1px;
		color: var(--_muted);
	}
	.notice.warn > .icon {
		color: var(--_warn);
	}
	.notice.good > .icon {
		color: var(--_good);
	}
	.notice .buttons {
		margin-block-start: 10px;
	}
`;

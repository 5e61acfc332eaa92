// A plain sentence about the state of things, with its next step.

import { css, html, nothing, type TemplateResult } from 'lit';
import type { Desk } from '../desk.ts';
import { icon } from '../icons.ts';
import type { Problem } from '../view.ts';

/** A button: what one can do now. */
export interface Step {
	readonly label: string;
	readonly take: () => void;
	/** Not yet. */
	readonly held?: boolean;
}

export interface Notice {
	readonly tone: 'good' | 'warn' | 'plain';
	readonly text: string;
	readonly steps?: readonly Step[];
}

export function notice({ tone, text, steps = [] }: Notice): TemplateResult {
	const mark = tone === 'good' ? 'check' : tone === 'warn' ? 'alert' : 'person';
	return html`<div class="notice ${tone}" part="notice">
		${icon(mark)}
		<div>
			<p dir="auto" part="notice-text">${text}</p>
			${
				steps.length
					? html`<div class="buttons">
						${steps.map(
							({ label, take, held }) =>
								html`<button class="button small" part="notice-button" ?disabled=${held} @click=${take}>${label}</button>`,
						)}
					</div>`
					: nothing
			}
		</div>
	</div>`;
}

/** Every problem has its sentence and at least one way on. */
export function problemNotice(
	desk: Desk,
	problem: Problem,
	again: () => void,
	label = desk.words.try_again,
): TemplateResult {
	const { words } = desk;
	const { degraded, kind } = problem;
	const retry = !degraded || (degraded.retryable && !isLong(problem));
	const person = degraded !== null;
	return notice({
		tone: 'warn',
		text: problemText(desk, problem),
		steps: [
			...(retry ? [{ label, take: again, held: problem.counting }] : []),
			...(kind === 'unloaded' ? [{ label: words.reload, take: () => location.reload() }] : []),
			...(person ? [{ label: words.talk_to_person, take: () => desk.askPerson() }] : []),
		],
	});
}

export function problemText({ words }: Desk, problem: Problem): string {
	const { kind, degraded, retryAfterSeconds: seconds } = problem;
	// Until the words of the rarer ones are fetched, the server's or the general ones stand in for them.
	const sentence = degraded
		? (words[`degraded_${degraded.code}`] ?? degraded.message)
		: (words[`problem_${kind}`] ?? words.problem_server);
	return seconds && !isLong(problem) ? `${sentence} ${words.wait(seconds)}` : sentence;
}

/** Nobody waits that long before a button; where answers come back hours later, the composer says when. */
function isLong({ retryAfterSeconds }: Problem): boolean {
	return Number(retryAfterSeconds) > 120;
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
	/* In view wherever one has scrolled to. */
	.body > .notice {
		position: sticky;
		inset-block-start: 0;
		z-index: 1;
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

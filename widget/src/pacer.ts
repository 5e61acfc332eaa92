// Some twenty updates a second: parts gather until a frame that is to show them, and neighbouring deltas become one.

import type { StreamPart } from '../../server-kit/src/protocol/index.ts';

export interface Pacer {
	add(parts: readonly StreamPart[]): void;
	/** Shows what has gathered without waiting for the frame. */
	flush(): void;
	/** Forgets what has gathered. */
	drop(): void;
}

/** A page in the background draws no frames, but its answer must not pile up. */
const hiddenMs = 250;
/** Nobody reads faster, and an end that is in sight is dear to draw: every third frame of sixty shows what came. */
const pauseMs = 46;

export function createPacer(show: (parts: readonly StreamPart[]) => void): Pacer {
	let gathered: StreamPart[] = [];
	let waiting = false;
	let shownAt = Number.NEGATIVE_INFINITY;

	/** What comes after a pause is shown in the next frame. */
	function draw(now: number): void {
		if (now - shownAt < pauseMs) {
			requestAnimationFrame(draw);
			return;
		}
		shownAt = now;
		flush();
	}

	function flush(): void {
		waiting = false;
		const parts = joined(gathered);
		gathered = [];
		if (parts.length) show(parts);
	}

	return {
		add(parts) {
			gathered.push(...parts);
			if (waiting) return;
			waiting = true;
			if (document.hidden) setTimeout(flush, hiddenMs);
			else requestAnimationFrame(draw);
		},
		flush,
		drop() {
			gathered = [];
		},
	};
}

function joined(parts: readonly StreamPart[]): readonly StreamPart[] {
	const out: StreamPart[] = [];
	for (const part of parts) {
		const last = out.at(-1);
		if (part.type === 'text-delta' && last?.type === 'text-delta' && last.id === part.id) {
			out[out.length - 1] = { ...last, delta: last.delta + part.delta };
		} else {
			out.push(part);
		}
	}
	return out;
}

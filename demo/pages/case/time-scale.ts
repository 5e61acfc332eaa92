// Times on a line: where an instant stands, and at which round times it is marked.

import type { Moment } from './moments.ts';

export interface Scale {
	from: number;
	to: number;
	x(time: number): number;
	say(time: number): string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function scaleOf(moments: readonly Moment[], left: number, right: number): Scale {
	const from = Math.min(...moments.map(({ at }) => at));
	const to = Math.max(...moments.map(({ until }) => until), from + MINUTE);
	const far = to - from > DAY ? ({ month: 'short', day: 'numeric' } as const) : {};
	const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', ...far });
	return {
		from,
		to,
		x: (time) => Math.round((left + ((time - from) / (to - from)) * (right - left)) * 10) / 10,
		say: (time) => clock.format(time),
	};
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440, 2880, 10080].map((minutes) => minutes * MINUTE);
const ROOM_FOR_A_TIME = 96;

/** Round times of the reader's own clock, as many as there is room for. */
export function ticksOf({ from, to }: Scale, width: number): number[] {
	const most = Math.max(2, Math.floor(width / ROOM_FOR_A_TIME));
	const step = STEPS.find((each) => (to - from) / each <= most) ?? (to - from) / most;
	const offset = new Date(from).getTimezoneOffset() * MINUTE;
	const first = Math.ceil((from - offset) / step) * step + offset;
	return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, at) => first + at * step);
}

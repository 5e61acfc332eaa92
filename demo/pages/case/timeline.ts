// The snapshot's moments as a drawing: a lane for each kind, time from left to right, trouble in its own colour and shape.

import { make } from '../parts/dom.ts';
import { svg } from '../parts/svg.ts';
import type { Links } from './links.ts';
import { LANES, type Lane, lasting, type Moment } from './moments.ts';
import { type Scale, scaleOf, ticksOf } from './time-scale.ts';

/** Keys by which a moment lights up, its own first. */
export type KeysOf = (moment: Moment) => readonly string[];

const HEADING = 20;
const HEIGHTS: Readonly<Record<Lane, number>> = { activity: 22, request: 84, job: 0, error: 22 };
const JOB_ROW = 20;
const GAP = 10;
const AXIS = 26;
const EDGE = 14;

/** Drawn anew whenever there is more or less room for it; the table beneath says the same in words. */
export function timeline(moments: readonly Moment[], keysOf: KeysOf, links: Links): HTMLElement {
	const timed = moments.filter(({ at }) => !Number.isNaN(at));
	const place = make('div', { class: 'timeline' });
	if (timed.length === 0) return place;
	let width = 0;
	new ResizeObserver(([entry]) => {
		const room = Math.floor(entry?.contentRect.width ?? 0);
		if (room === width || room === 0) return;
		width = room;
		links.forget(place);
		place.replaceChildren(drawing(timed, keysOf, links, width));
	}).observe(place);
	return place;
}

function drawing(moments: readonly Moment[], keysOf: KeysOf, links: Links, width: number): SVGSVGElement {
	const scale = scaleOf(moments, EDGE, width - EDGE);
	const lanes = (Object.keys(LANES) as Lane[]).map((name) => ({
		name,
		moments: moments.filter(({ lane }) => lane === name).toReversed(),
	}));
	const shown = lanes.filter((lane) => lane.moments.length > 0);
	const drawn = svg('g', {});
	let top = 0;
	for (const { name, moments: own } of shown) {
		const rows = name === 'job' ? rowsOf(own, scale) : [];
		const height = name === 'job' ? rows.length * JOB_ROW : HEIGHTS[name];
		const floor = top + HEADING + height;
		drawn.append(...heading(name, own, { top, floor, width }));
		const mark = MARKS[name];
		const longest = Math.max(...own.map(({ took }) => took || 0), 1);
		for (const moment of own) {
			const row = rows.findIndex((each) => each.includes(moment));
			const drawnMark = mark(moment, { scale, top: top + HEADING, floor, longest, row });
			drawnMark.prepend(svg('title', {}, titleOf(moment)));
			links.join(drawnMark, keysOf(moment));
			drawn.append(drawnMark);
		}
		top = floor + GAP;
	}
	const bands = together(moments, scale, top - GAP);
	const label = `${moments.length} moments from ${scale.say(scale.from)} to ${scale.say(scale.to)}; the table says the same in words`;
	const size = { width, height: top + AXIS, viewBox: `0 0 ${width} ${top + AXIS}` };
	return svg('svg', { ...size, role: 'img', 'aria-label': label }, ...bands, ...axis(scale, top - GAP, width), drawn);
}

interface Lines {
	top: number;
	floor: number;
	width: number;
}

function heading(name: Lane, moments: readonly Moment[], { top, floor, width }: Lines): SVGElement[] {
	const longest = Math.max(...moments.map(({ took }) => took || 0));
	const scaled = name === 'request' && longest > 0;
	return [
		svg('text', { class: 'lane-name', x: 0, y: top + 13 }, `${LANES[name]} · ${moments.length}`),
		...(scaled ? [svg('text', { class: 'lane-top', x: width, y: top + 13 }, `slowest ${lasting(longest)}`)] : []),
		svg('line', { class: 'lane-floor', x1: 0, x2: width, y1: floor + 0.5, y2: floor + 0.5 }),
	];
}

interface Spot {
	scale: Scale;
	top: number;
	floor: number;
	longest: number;
	row: number;
}

type Mark = (moment: Moment, spot: Spot) => SVGGElement;

function group(moment: Moment, ...shapes: readonly SVGElement[]): SVGGElement {
	const kind = `mark ${moment.lane}${moment.bad ? ' bad' : ''}`;
	return svg('g', { class: kind, 'data-moment': moment.key }, ...shapes);
}

const MARKS: Readonly<Record<Lane, Mark>> = {
	activity: (moment, { scale, floor }) => {
		const at = scale.x(moment.at);
		return group(moment, svg('circle', { cx: at, cy: floor - 11, r: 4.5 }));
	},
	/** As high as it took long; by the root, so that the quick ones can be seen beside the slow. */
	request: (moment, { scale, floor, longest }) => {
		const at = scale.x(moment.at);
		const height = Math.max(5, Math.sqrt((moment.took || 0) / longest) * (HEIGHTS.request - 18));
		const bar = svg('rect', { x: at - 4, y: floor - height, width: 8, height, rx: 2.5 });
		const status = moment.outcome.split(' · ')[0] ?? '';
		const said = svg('text', { class: 'mark-said', x: at, y: floor - height - 5 }, status);
		return moment.bad ? group(moment, bar, said) : group(moment, bar);
	},
	job: (moment, { scale, top, row }) => {
		const [from, to] = [scale.x(moment.at), scale.x(moment.until)];
		const y = top + row * JOB_ROW + 4;
		const bar = svg('rect', { x: from, y, width: Math.max(8, to - from), height: 11, rx: 5.5 });
		const late = to > scale.x(scale.to) * 0.6;
		const name = moment.words.split(' · ')[0] ?? '';
		const at = late ? from - 6 : Math.max(from + 8, to) + 6;
		const said = svg('text', { class: late ? 'job-said late' : 'job-said', x: at, y: y + 9.5 }, clipped(name));
		return group(moment, bar, said);
	},
	error: (moment, { scale, floor }) => {
		const [at, middle] = [scale.x(moment.at), floor - 11];
		return group(moment, svg('path', { d: `M${at} ${middle - 7}l7 7l-7 7l-7-7z` }));
	},
};

function clipped(words: string): string {
	return words.length > 18 ? `${words.slice(0, 17)}…` : words;
}

/** Jobs that overlap stand one above the other, with room for the name of each. */
function rowsOf(jobs: readonly Moment[], { x }: Scale): Moment[][] {
	const rows: Moment[][] = [];
	for (const job of jobs) {
		const free = rows.find((row) =>
			row.every(({ at, until }) => x(job.at) > x(until) + 130 || x(job.until) + 130 < x(at)),
		);
		if (free) free.push(job);
		else rows.push([job]);
	}
	return rows;
}

/** What carries the same request id stands in one band. */
function together(moments: readonly Moment[], { x }: Scale, height: number): SVGElement[] {
	const requests = new Map<string, Moment[]>();
	for (const moment of moments) {
		if (moment.request) requests.set(moment.request, [...(requests.get(moment.request) ?? []), moment]);
	}
	return [...requests].flatMap(([id, members]) => {
		if (members.length < 2) return [];
		const places = members.map(({ at }) => x(at));
		const from = Math.min(...places) - 9;
		const size = { x: from, width: Math.max(...places) + 9 - from, y: HEADING, height: height - HEADING, rx: 6 };
		return [svg('rect', { class: 'together', ...size }, svg('title', {}, `Together: ${id}`))];
	});
}

function axis(scale: Scale, y: number, width: number): SVGElement[] {
	return ticksOf(scale, width).flatMap((time) => {
		const at = scale.x(time);
		const anchor = at < 24 ? 'start' : at > width - 24 ? 'end' : 'middle';
		return [
			svg('line', { class: 'tick', x1: at, x2: at, y1: HEADING, y2: y + 5 }),
			svg('text', { class: 'tick-said', x: at, y: y + 21, 'text-anchor': anchor }, scale.say(time)),
		];
	});
}

function titleOf({ at, words, outcome, codes }: Moment): string {
	const time = new Date(at).toLocaleTimeString();
	return [time, words, outcome, ...codes].filter(Boolean).join('\n');
}

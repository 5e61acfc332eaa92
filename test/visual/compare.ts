// What differs between two fingerprints of a scene, in words that say where.

import type { Print } from './print.ts';

/** Text is laid out alike everywhere; what remains is how Chromium rounds. */
const tolerance = { pixels: 2, colour: 6, cell: 1 };

export function differences(accepted: Print, found: Print): string[] {
	return [...differentParts(accepted.parts, found.parts), ...differentCells(accepted.grid, found.grid)];
}

function differentParts(accepted: Print['parts'], found: Print['parts']): string[] {
	const names = [...new Set([...Object.keys(accepted), ...Object.keys(found)])];
	return names.flatMap((name) => {
		const [before, after] = [accepted[name], found[name]];
		if (before === undefined) return [`${name} is new, at ${after}`];
		if (after === undefined) return [`${name} is gone; it was at ${before}`];
		return isAlike(before, after) ? [] : [`${name} is at ${after}; it was at ${before}`];
	});
}

function isAlike(before: string, after: string): boolean {
	const [place, other] = [before.split(' '), after.split(' ')];
	const alike = (at: number) => Math.abs(Number(place[at]) - Number(other[at])) <= tolerance.pixels;
	return (
		[0, 1, 2, 3].every(alike) && [4, 5].every((at) => isAlikeColour(place[at] ?? '', other[at] ?? '', tolerance.colour))
	);
}

function isAlikeColour(before: string, after: string, most: number): boolean {
	if (before === after) return true;
	if (before.length !== after.length) return false;
	const digits = before.length / 3;
	return [0, 1, 2].every((channel) => {
		const byte = (colour: string) => Number.parseInt(colour.slice(channel * digits, (channel + 1) * digits), 16);
		return Math.abs(byte(before) - byte(after)) <= most;
	});
}

function differentCells(accepted: Print['grid'], found: Print['grid']): string[] {
	const changed = accepted.flatMap((line, row) => {
		const others = found[row]?.split(' ') ?? [];
		return line.split(' ').flatMap((cell, column) => {
			const other = others[column] ?? '';
			return isAlikeColour(cell, other, tolerance.cell) ? [] : [`${column},${row} (${cell} → ${other})`];
		});
	});
	return changed.length ? [`cells column,row of other colour: ${changed.join(' ')}`] : [];
}

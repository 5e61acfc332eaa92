// The fingerprint of a scene: where each part stands and in which colours, and a coarse grid of what is seen.

import type { Page } from 'playwright-core';

export interface Print {
	/** Part → `x y width height ink ground` in CSS pixels and hexadecimal colours; a dash where there is no ground. */
	readonly parts: Readonly<Record<string, string>>;
	/** A row of cells each: the mean colour of a cell in three hexadecimal digits. */
	readonly grid: readonly string[];
}

const columns = 12;
const rows = 24;

export async function printOf(page: Page): Promise<Print> {
	const parts = await partsOf(page);
	const picture = await page.screenshot();
	const grid = await page.evaluate(average, { picture: picture.toString('base64'), columns, rows });
	return { parts, grid };
}

export async function partsOf(page: Page): Promise<Print['parts']> {
	return page.evaluate(measure);
}

/** Runs in the page. */
function measure(): Record<string, string> {
	const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
	const root = document.querySelector('desk-bell')?.shadowRoot;
	const found: Record<string, string> = {};
	for (const element of root?.querySelectorAll<HTMLElement>('[part], button, .row, .field > *') ?? []) {
		const { x, y, width, height } = element.getBoundingClientRect();
		const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
		if (!seen || width * height === 0 || y > innerHeight || y + height < 0) continue;
		const name = element.getAttribute('part') || element.className || element.localName;
		const { color, backgroundColor } = getComputedStyle(element);
		const box = [x, y, width, height].map((length) => Math.round(length)).join(' ');
		found[freeName(name.trim())] = `${box} ${hex(color)} ${hex(backgroundColor)}`;
	}
	return found;

	function freeName(name: string): string {
		for (let nth = 1; ; nth++) {
			const numbered = nth === 1 ? name : `${name} ${nth}`;
			if (!(numbered in found)) return numbered;
		}
	}

	/** As it is painted: computed colours come in every notation of CSS. */
	function hex(color: string): string {
		if (!canvas) return '';
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
		return alpha === 0 ? '-' : [red, green, blue].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	}
}

/** Runs in the page. */
async function average({ picture, columns, rows }: { picture: string; columns: number; rows: number }) {
	const bytes = Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0));
	const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
	const { width, height } = bitmap;
	const canvas = new OffscreenCanvas(width, height).getContext('2d');
	canvas?.drawImage(bitmap, 0, 0);
	const data = canvas?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
	const line = (row: number) => Array.from({ length: columns }, (_, column) => cell(column, row)).join(' ');
	return Array.from({ length: rows }, (_, row) => line(row));

	function cell(column: number, row: number): string {
		const sums = [0, 0, 0];
		const [left = 0, right = 0] = [column, column + 1].map((edge) => Math.round((edge * width) / columns));
		const [top = 0, bottom = 0] = [row, row + 1].map((edge) => Math.round((edge * height) / rows));
		for (let y = top; y < bottom; y++) {
			for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) add(sums, at);
		}
		const pixels = (right - left) * (bottom - top);
		return sums.map((sum) => Math.round((sum / pixels / 255) * 15).toString(16)).join('');
	}

	function add(sums: number[], at: number): void {
		for (const channel of sums.keys()) sums[channel] = (sums[channel] ?? 0) + (data[at + channel] ?? 0);
	}
}

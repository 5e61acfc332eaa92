// Contact sheets: many pictures on one page, to be looked at in one go.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser } from 'playwright-core';

const shownWidth = 300;
const perSheet = 12;
const perRow = 6;

/** Writes `<name>-01.png` and so on. */
export async function writeSheets(browser: Browser, name: string, pictures: readonly string[]): Promise<void> {
	const page = await browser.newPage({ viewport: { width: perRow * (shownWidth + 8), height: 600 } });
	for (let first = 0; first < pictures.length; first += perSheet) {
		const figures = pictures
			.slice(first, first + perSheet)
			.map(figure)
			.join('');
		await page.setContent(`<style>
			body { margin: 0; font: 12px sans-serif; display: grid; grid-template-columns: repeat(${perRow}, 1fr); gap: 4px; }
			figure { margin: 0; } img { inline-size: ${shownWidth}px; }
		</style>${figures}`);
		const number = String(first / perSheet + 1).padStart(2, '0');
		await page.screenshot({ path: `${name}-${number}.png`, fullPage: true });
	}
	await page.close();
}

function figure(file: string): string {
	const data = readFileSync(file).toString('base64');
	return `<figure><figcaption>${basename(file, '.png')}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
}

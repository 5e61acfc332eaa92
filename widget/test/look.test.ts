// How the desk looks, measured in real computed colours: contrast of any accent, density, radius, and rest.

import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { DeskBell } from '../src/element.ts';
import { placed, takeAway } from './support/desk.ts';

/** Those that docs/theming.md and the playground offer. */
const accents = { blue: '#3a5bd9', green: '#0b5d47', orange: '#e4572e', pink: '#c2185b', yellow: '#f5d547' };
const themes = ['light', 'dark'] as const;

const text = 4.5;
const mark = 3;

type Rgb = readonly [number, number, number];

const brush = new OffscreenCanvas(1, 1).getContext('2d', {
	willReadFrequently: true,
}) as OffscreenCanvasRenderingContext2D;

/** As painted over what lies beneath: computed colours come in every notation, and may be transparent. */
function painted(...layers: string[]): Rgb {
	brush.clearRect(0, 0, 1, 1);
	for (const layer of layers) {
		brush.fillStyle = layer;
		brush.fillRect(0, 0, 1, 1);
	}
	const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data;
	return [red, green, blue];
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Rgb): number {
	const [red, green, blue] = colour.map((byte) => {
		const value = byte / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

function styleOf(element: DeskBell, selector: string): CSSStyleDeclaration {
	const found = element.shadowRoot?.querySelector(selector);
	if (!found) throw new Error(`no ${selector}`);
	return getComputedStyle(found);
}

/** Pairs that a reader must be able to tell apart, by what they are. */
function pairs(element: DeskBell): Record<string, [found: number, least: number]> {
	const of = (selector: string) => styleOf(element, selector);
	const surface = of('.panel').backgroundColor;
	const onTint = (selector: string) =>
		contrast(painted(of(selector).color), painted(surface, of(selector).backgroundColor));
	focus(element, '.link');
	const ring = contrast(painted(of('.link').outlineColor), painted(surface));
	focus(element, '[data-input]');
	const { borderTopColor, backgroundColor } = of('.composer');
	return {
		'text on the accent': [onTint('.launcher'), text],
		'accent as text': [contrast(painted(of('.link').color), painted(surface)), text],
		'a question': [onTint('.bubble'), text],
		'a number in the text': [onTint('.chip'), text],
		'a number of a source': [onTint('.fold .number'), text],
		'the ring of the focus': [ring, mark],
		'the ring around a field': [contrast(painted(borderTopColor), painted(backgroundColor)), mark],
		'quiet text': [contrast(painted(of('time').color), painted(surface)), text],
	};
}

function focus(element: DeskBell, selector: string): void {
	element.shadowRoot?.querySelector<HTMLElement>(selector)?.focus();
	expect(styleOf(element, ':focus').outlineWidth).not.to.equal('');
}

/** A conversation at rest: nothing is on its way from one colour to another. */
async function conversation(): Promise<DeskBell> {
	const { element, find } = await placed();
	const still = new CSSStyleSheet();
	still.replaceSync('* { transition: none !important; animation: none !important }');
	element.shadowRoot?.adoptedStyleSheets.push(still);
	await element.openConversation(7);
	await find('.chip');
	await find('.fold');
	return element;
}

async function wear(element: DeskBell, theme: DeskBell['theme'], accent: string): Promise<void> {
	Object.assign(element, { theme, accent });
	await element.updateComplete;
}

function faint(element: DeskBell): string[] {
	return Object.entries(pairs(element))
		.filter(([, [found, least]]) => !(found >= least))
		.map(([name, [found, least]]) => `${name}: ${found.toFixed(2)}, ${least} at least`);
}

describe('contrast', () => {
	let element: DeskBell;
	before(async () => {
		element = await conversation();
	});
	after(takeAway);

	for (const theme of themes) {
		for (const [name, accent] of Object.entries(accents)) {
			it(`is enough with ${name}, ${theme}`, async () => {
				await wear(element, theme, accent);
				expect(faint(element)).to.eql([]);
			});
		}

		it(`is enough with any accent, ${theme}`, async () => {
			const accent = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);
			await fc.assert(
				fc.asyncProperty(accent, async (colour) => {
					await wear(element, theme, colour);
					expect(painted(styleOf(element, '.launcher').backgroundColor)).to.eql(painted(colour));
					expect(faint(element)).to.eql([]);
				}),
				{ numRuns: 200, examples: [['#000000'], ['#ffffff'], ['#ffff00'], ['#0000ff'], ['#767676']] },
			);
		});
	}

	it('is found wanting where it is: the measure itself', async () => {
		await wear(element, 'light', accents.blue);
		element.style.setProperty('--deskbell-muted', '#9aa0ac');
		expect(faint(element).join()).to.match(/^quiet text: 2\.6\d, 4.5 at least$/);
		element.style.removeProperty('--deskbell-muted');
		expect(faint(element)).to.eql([]);
	});
});

// The theming gallery: looks to begin with and every measure by hand, live on the stage, and the lines to paste.

import { make, need } from '../parts/dom.ts';
import { copyable } from './copyable.ts';

interface Look {
	accent: string;
	/** In pixels. */
	radius: number;
	/** In pixels. */
	size: number;
	font: keyof typeof fonts;
	density: 'comfortable' | 'compact';
	theme: 'auto' | 'light' | 'dark';
}

/** The names of the list, and what they are in CSS; the first is the widget's own. */
const fonts = { system: '', serif: 'Georgia, serif', mono: 'ui-monospace, Menlo, Consolas, monospace' } as const;

const own: Look = { accent: '#3a5bd9', radius: 20, size: 15, font: 'system', density: 'comfortable', theme: 'auto' };

/** The accents that the widget's tests prove for contrast. */
const gallery: Readonly<Record<string, Partial<Look>>> = {
	Bell: {},
	Forest: { accent: '#0b5d47', radius: 12 },
	Ember: { accent: '#e4572e', radius: 28, size: 16 },
	Ledger: { accent: '#c2185b', radius: 0, size: 14, density: 'compact' },
	Sun: { accent: '#f5d547', radius: 16 },
};

export function showTheme(): void {
	let look = own;
	const form = make('form', { class: 'theme-form' });
	const lines = make('div', { attributes: { 'aria-live': 'polite' } });
	const looks = new Map(Object.entries(gallery).map(([name, preset]) => [presetButton(name, preset), preset]));
	const presets = make('div', { class: 'presets' }, ...looks.keys());
	need('[data-theme-pane]').append(make('h3', { text: 'Begin with' }), presets, form, lines);
	const frame = need<HTMLIFrameElement>('[data-stage]');
	const wear = () => {
		// Until somebody has changed something here, the stage looks as chosen on the left.
		if (look !== own) dress(frame, look);
	};
	// The desk keeps its look when the stage is loaded anew.
	frame.addEventListener('load', wear);
	form.addEventListener('input', () => choose(read(form)));
	form.addEventListener('submit', (event) => event.preventDefault());
	form.append(...fields(look));
	say();

	function presetButton(name: string, preset: Partial<Look>): HTMLElement {
		const begin = () => {
			choose({ ...own, ...preset });
			form.replaceChildren(...fields(look));
		};
		const swatch = make('i', { attributes: { 'aria-hidden': true } });
		swatch.style.background = preset.accent ?? own.accent;
		return make('button', { class: 'preset', attributes: { type: 'button' }, onClick: begin }, swatch, name);
	}

	function choose(chosen: Look): void {
		look = chosen;
		wear();
		say();
	}

	function say(): void {
		for (const [button, preset] of looks) button.setAttribute('aria-pressed', String(isSame(look, preset)));
		for (const output of form.querySelectorAll('output')) output.value = inPixels(look, output.name);
		lines.replaceChildren(...paste(look));
	}
}

const isSame = (look: Look, preset: Partial<Look>): boolean =>
	Object.entries({ ...own, ...preset }).every(([name, value]) => look[name as keyof Look] === value);

const inPixels = (look: Look, name: string): string => `${name === 'radius' ? look.radius : look.size} px`;

function fields(look: Look): HTMLElement[] {
	return [
		field('Accent', 'accent', { type: 'color', value: look.accent }),
		measure('Radius', 'radius', { min: 0, max: 32, value: look.radius }),
		measure('Size of the text', 'size', { min: 13, max: 19, value: look.size }),
		select('Font', 'font', Object.keys(fonts), look.font),
		select('Density', 'density', ['comfortable', 'compact'], look.density),
		select('Light and dark', 'theme', ['auto', 'light', 'dark'], look.theme),
	];
}

function field(words: string, name: keyof Look, attributes: Record<string, string | number>): HTMLElement {
	return make('label', { class: 'named', text: words }, make('input', { attributes: { name, ...attributes } }));
}

/** In pixels, with the number beside its name. */
function measure(words: string, name: 'radius' | 'size', range: Record<'min' | 'max' | 'value', number>): HTMLElement {
	const output = make('output', { text: `${range.value} px`, attributes: { name } });
	const input = make('input', { attributes: { name, type: 'range', ...range } });
	return make('label', { class: 'named' }, make('span', { text: `${words} ` }, output), input);
}

function select(words: string, name: keyof Look, values: readonly string[], chosen: string): HTMLElement {
	const options = values.map((value) =>
		make('option', { text: value, attributes: { value, selected: value === chosen } }),
	);
	return make(
		'label',
		{ class: 'named', text: words },
		make('select', { class: 'field', attributes: { name } }, ...options),
	);
}

function read(form: HTMLFormElement): Look {
	const said = new FormData(form);
	return {
		accent: String(said.get('accent')),
		radius: Number(said.get('radius')),
		size: Number(said.get('size')),
		font: (['serif', 'mono'] as const).find((font) => font === said.get('font')) ?? 'system',
		density: said.get('density') === 'compact' ? 'compact' : 'comfortable',
		theme: (['light', 'dark'] as const).find((theme) => theme === said.get('theme')) ?? 'auto',
	};
}

function dress({ contentDocument }: HTMLIFrameElement, look: Look): void {
	const desk = contentDocument?.querySelector<HTMLElement>('desk-bell');
	if (!desk) return;
	// A look is judged by more than the launcher.
	desk.setAttribute('open', '');
	desk.setAttribute('density', look.density);
	desk.setAttribute('theme', look.theme);
	for (const [token, value] of Object.entries(tokensOf(look))) desk.style.setProperty(token, value);
}

function tokensOf({ accent, radius, size, font }: Look): Record<string, string> {
	return {
		'--deskbell-accent': accent,
		'--deskbell-radius': `${radius}px`,
		'--deskbell-font-size': `${size}px`,
		'--deskbell-font': fonts[font],
	};
}

/** Only what differs from the widget's own look has to be said. */
function paste(look: Look): HTMLElement[] {
	const usual = tokensOf(own);
	const tokens = Object.entries(tokensOf(look)).filter(([token, value]) => usual[token] !== value);
	const attributes = (['density', 'theme'] as const).filter((name) => look[name] !== own[name]);
	const css = `desk-bell {\n${tokens.map(([token, value]) => `  ${token}: ${value};\n`).join('')}}`;
	const said = attributes.map((name) => ` data-${name}="${look[name]}"`).join('');
	return [
		...(tokens.length ? [copyable('In your style sheet', css)] : []),
		...(said ? [copyable('On the script tag', `<script src="/deskbell.js" async${said}></script>`)] : []),
		...(tokens.length || said ? [] : [make('p', { class: 'empty', text: 'The widget’s own look: nothing to paste.' })]),
	];
}

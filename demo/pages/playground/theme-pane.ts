// The theming gallery: looks to begin with and every measure by hand, live on the stage, and the lines to paste.

import { make, need } from '../parts/dom.ts';
import { copyable } from './copyable.ts';

interface Look {
	accent: string;
	/** In pixels. */
	radius: number;
	/** In pixels. */
	size: number;
	density: 'comfortable' | 'compact';
	theme: 'auto' | 'light' | 'dark';
}

const own: Look = { accent: '#3a5bd9', radius: 20, size: 15, density: 'comfortable', theme: 'auto' };

/** The accents that the widget's tests prove for contrast. */
const gallery: Readonly<Record<string, Partial<Look>>> = {
	Bell: {},
	Forest: { accent: '#0b5d47', radius: 12 },
	Ember: { accent: '#e4572e', radius: 28, size: 16 },
	Ledger: { accent: '#c2185b', radius: 0, size: 14, density: 'compact' },
	Sun: { accent: '#f5d547', radius: 16, theme: 'dark' },
};

export function showTheme(): void {
	let look = own;
	const form = make('form', { class: 'theme-form' });
	const lines = make('div', { attributes: { 'aria-live': 'polite' } });
	need('[data-theme-pane]').append(make('h3', { text: 'Begin with' }), presets(), form, lines);
	const frame = need<HTMLIFrameElement>('[data-stage]');
	const wear = () => {
		// Until somebody has changed something here, the stage looks as chosen on the left.
		if (look !== own) dress(frame, look);
	};
	// The desk keeps its look when the stage is loaded anew.
	frame.addEventListener('load', wear);
	form.addEventListener('input', () => choose(read(form)));
	form.addEventListener('submit', (event) => event.preventDefault());
	draw();

	function presets(): HTMLElement {
		const choices = Object.entries(gallery).map(([name, preset]) => {
			const button = make('button', { class: 'preset', attributes: { type: 'button' }, onClick: () => begin(preset) });
			const swatch = make('i', { attributes: { 'aria-hidden': true } });
			swatch.style.background = preset.accent ?? own.accent;
			button.append(swatch, name);
			return button;
		});
		return make('div', { class: 'presets' }, ...choices);
	}

	function begin(preset: Partial<Look>): void {
		choose({ ...own, ...preset });
		draw();
	}

	function choose(chosen: Look): void {
		look = chosen;
		wear();
		lines.replaceChildren(...paste(look));
	}

	function draw(): void {
		form.replaceChildren(...fields(look));
		lines.replaceChildren(...paste(look));
	}
}

function fields(look: Look): HTMLElement[] {
	return [
		field('Accent', 'accent', { type: 'color', value: look.accent }),
		field('Radius', 'radius', { type: 'range', min: 0, max: 32, value: look.radius }),
		field('Size of the text', 'size', { type: 'range', min: 13, max: 19, value: look.size }),
		select('Density', 'density', ['comfortable', 'compact'], look.density),
		select('Light and dark', 'theme', ['auto', 'light', 'dark'], look.theme),
	];
}

function field(words: string, name: keyof Look, attributes: Record<string, string | number>): HTMLElement {
	return make('label', { class: 'named', text: words }, make('input', { attributes: { name, ...attributes } }));
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
		density: said.get('density') === 'compact' ? 'compact' : 'comfortable',
		theme: (['light', 'dark'] as const).find((theme) => theme === said.get('theme')) ?? 'auto',
	};
}

function dress({ contentDocument }: HTMLIFrameElement, look: Look): void {
	const desk = contentDocument?.querySelector<HTMLElement>('desk-bell');
	if (!desk) return;
	desk.setAttribute('density', look.density);
	desk.setAttribute('theme', look.theme);
	for (const [token, value] of Object.entries(tokensOf(look))) desk.style.setProperty(token, value);
}

function tokensOf({ accent, radius, size }: Look): Record<string, string> {
	return { '--deskbell-accent': accent, '--deskbell-radius': `${radius}px`, '--deskbell-font-size': `${size}px` };
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

// widget/README.md and docs/theming.md: each block is pasted into a page, and does what the text beside it says.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { build } from 'esbuild';
import { ROOT } from '../support/source-files.ts';
import { openAndAccept, watch } from './customer.ts';
import { deskAndBrowser } from './desk-and-browser.ts';
import { readDocument } from './documented.ts';
import { SOON } from './eventually.ts';

const readme = readDocument('widget/README.md');
const theming = readDocument('docs/theming.md');

describe('widget/README.md', () => {
	const here = deskAndBrowser();

	it('script-tag: the desk knows who asks, offers what the page says, and counts what is unread', async () => {
		here.hosts.put({ body: await here.hosts.token(), type: 'text/plain' }, '/support-token');
		const url = here.hosts.put({ body: readme.pageOf('script-tag', here.hosts.desk) });
		const { page, widget, wrong, close } = await watch(here.browser, url);
		const counted = page.waitForEvent('console', { predicate: (said) => said.text() === '3', ...SOON });
		await openAndAccept(widget);
		await widget.getByRole('heading', { name: 'Acme Files support' }).waitFor(SOON);
		await widget.getByRole('button', { name: 'Where are my invoices?' }).waitFor(SOON);
		await widget.evaluate((desk) => desk.dispatchEvent(new CustomEvent('deskbell:unread', { detail: { count: 3 } })));
		await counted;
		assert.deepEqual(wrong, []);
		await close();
	});

	it('npm: the tag in markup, once the package is there', async () => {
		const stdin = { contents: readme.blockOf('npm', 'js'), resolveDir: ROOT };
		const built = await build({ stdin, bundle: true, format: 'esm', write: false });
		const script = here.hosts.put({ body: built.outputFiles[0]?.text ?? '', type: 'text/javascript' });
		const body = readme.blockOf('npm', 'html').replace('https://app.example.com', here.hosts.desk);
		const signedIn = body.replace('<desk-bell', `<desk-bell token="${await here.hosts.token()}"`);
		const page = `<!doctype html><title>Page</title>${signedIn}<script type="module" src="${script}"></script>`;
		const { widget, wrong, close } = await watch(here.browser, here.hosts.put({ body: page }));
		await widget.getByRole('button', { name: 'Agree and start' }).waitFor(SOON);
		assert.equal(await widget.getByRole('region').count(), 1);
		assert.deepEqual(wrong, []);
		await close();
	});

	it('every block has a test', () => {
		assert.deepEqual(readme.recipeNames, ['script-tag', 'npm']);
		assert.deepEqual(
			readme.blocks.filter(({ name }) => !name),
			[],
		);
	});
});

describe('docs/theming.md', () => {
	const here = deskAndBrowser();

	async function openDesk(tag: string) {
		const known = tag.replace('<script', `<script data-token="${await here.hosts.token()}"`);
		const body = `<!doctype html><title>Page</title>${known.replaceAll('https://app.example.com', here.hosts.desk)}`;
		return watch(here.browser, here.hosts.put({ body }));
	}

	it('every line of its style sheets, alone, changes what is seen', async () => {
		const { page, widget, close } = await openDesk(`<script src="${here.hosts.desk}/deskbell.js" async></script>`);
		await openAndAccept(widget);
		await widget.locator('[part~=greeting]').waitFor(SOON);
		const sheets = theming.blocks.filter(({ language }) => language === 'css').map(({ code }) => code);
		const { tried, without } = await page.evaluate(linesWithoutEffect, sheets);
		assert.ok(tried > 30, `${tried} lines were tried`);
		assert.deepEqual(without, []);
		await close();
	});

	it('the attributes of its tag arrive', async () => {
		const [block] = theming.blocks.filter(({ language }) => language === 'html');
		const { widget, wrong, close } = await openDesk(block?.code ?? '');
		await openAndAccept(widget);
		const said = await widget.evaluate((desk) =>
			['accent', 'density', 'theme'].map((name) => desk.getAttribute(name)).concat(getComputedStyle(desk).colorScheme),
		);
		assert.deepEqual(said, ['#0b5d47', 'compact', 'light', 'light']);
		assert.deepEqual(wrong, []);
		await close();
	});
});

/** Runs in the page. States that only a pointer brings about are left out. */
function linesWithoutEffect(sheets: readonly string[]): { tried: number; without: string[] } {
	const inner = document.querySelector('desk-bell')?.shadowRoot as ShadowRoot;
	const still = new CSSStyleSheet();
	still.replaceSync('* { transition: none !important; animation: none !important; }');
	inner.adoptedStyleSheets.push(still);
	// What has the focus shows the accent in place of its line.
	(inner.activeElement as HTMLElement | null)?.blur();
	const seen = [
		'color',
		'background-color',
		'background-image',
		'border-color',
		'border-radius',
		'font',
		'letter-spacing',
	];
	const placed = ['width', 'height', 'padding', 'inset'];
	const look = () =>
		[...inner.querySelectorAll('*')].map((node) => {
			const style = getComputedStyle(node);
			return [...seen, ...placed].map((name) => style.getPropertyValue(name)).join();
		});
	const wear = (css: string) => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(css);
		document.adoptedStyleSheets = [sheet];
		return sheet;
	};
	const lines = sheets.flatMap((css) =>
		[...wear(css).cssRules].flatMap((rule) => {
			const { selectorText, style } = rule as CSSStyleRule;
			if (selectorText.includes(':hover')) return [];
			return [...style].map((name) => `${selectorText} { ${name}: ${style.getPropertyValue(name).trim()}; }`);
		}),
	);
	wear('');
	const usual = look().join('\n');
	const without = lines.filter((line) => {
		wear(line);
		return look().join('\n') === usual;
	});
	return { tried: lines.length, without };
}

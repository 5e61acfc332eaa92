// The widget as its source stands, before a server that says what a test tells it to; read as assistive technology reads it.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import Koa from 'koa';
import type { Browser, BrowserContextOptions, CDPSession, Locator, Page } from 'playwright-core';
import { bringToRest } from '../../widget/test/support/at-rest.ts';
import { everything } from '../../widget/test/support/recorded.ts';
import type { Script } from '../../widget/test/support/server.ts';
import { scriptedServer } from '../scripted-server.mjs';
import { launchBrowser } from '../support/browser.ts';
import { ROOT } from '../support/source-files.ts';
import { eventually, SOON } from './eventually.ts';
import { noteWatching } from './watched.ts';

export interface Opening {
	script?: Script;
	attributes?: Readonly<Record<string, string>>;
	properties?: { starters?: readonly string[] };
	context?: BrowserContextOptions;
	/** Between the two buttons of the page, behind the desk. */
	filler?: string;
}

/** What Chromium tells assistive technology of one element. */
export interface Accessible {
	role: string;
	name: string;
	/** `live`, `busy`, `invalid` and the like. */
	states: Readonly<Record<string, unknown>>;
	parent: Accessible | null;
}

export interface Reader {
	page: Page;
	cdp: CDPSession;
	widget: Locator;
	/** Says something else from here on. */
	change(script: Script): Promise<void>;
	/** Lets streams go on that stand at a hold. */
	go(): Promise<void>;
	heard(method: string, path: string): Promise<{ body: Record<string, unknown> | null }[]>;
	/** All that is not ignored, in its order. */
	tree(): Promise<Accessible[]>;
	/** Role and name of what has the focus. */
	focused(): Promise<string>;
	/** Waits until that has the focus; a text is the whole of it. */
	focus(what: string | RegExp): Promise<void>;
	press(...keys: string[]): Promise<void>;
	/** Presses Tab until that has the focus, and gives what had it on the way. */
	tabTo(what: RegExp, key?: 'Tab' | 'Shift+Tab'): Promise<string[]>;
	/** Calls a method of the element. */
	call(
		method: 'show' | 'hide' | 'newConversation' | 'openConversation' | 'openCase',
		...values: number[]
	): Promise<void>;
	says(text: string): Promise<void>;
	/** What moves and will stop has stopped. */
	rest(): Promise<void>;
	leave(): Promise<void>;
}

export interface Stage {
	open(opening?: Opening): Promise<Reader>;
	close(): Promise<void>;
}

export async function startStage(args: string[] = []): Promise<Stage> {
	const [modules, browser] = await Promise.all([bundle(), launchBrowser({ args })]);
	const app = new Koa();
	app.silent = true;
	app.use(scriptedServer());
	app.use((ctx) => {
		ctx.type = ctx.path.endsWith('.js') ? 'js' : 'html';
		ctx.body = modules.get(ctx.path) ?? pageWith(ctx.query.filler as string | undefined);
	});
	const server = createServer(app.callback());
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	let desks = 0;
	return {
		open(opening = {}) {
			desks += 1;
			return come(browser, url, `${url}/scripted/${desks}`, opening);
		},
		async close() {
			await browser.close();
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

async function bundle(): Promise<Map<string, string>> {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, 'widget/src/define.ts')],
		outdir: '/',
		bundle: true,
		splitting: true,
		format: 'esm',
		target: 'es2022',
		conditions: ['production'],
		tsconfig: join(ROOT, 'widget/tsconfig.json'),
		write: false,
	});
	return new Map(outputFiles.map(({ path, text }) => [path, text]));
}

function pageWith(filler = ''): string {
	return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Acme</title>
		<main><h1>Acme</h1><button>Before</button></main>
		<div style="${filler}"></div><footer><button>Behind</button></footer>
		<script type="module" src="/define.js"></script></html>`;
}

async function come(browser: Browser, url: string, api: string, opening: Opening): Promise<Reader> {
	const { script = {}, attributes = {}, properties = {}, filler = '' } = opening;
	const change = (lines: Script) => tell(api, lines);
	await change({ ...everything(), ...script });
	const size = { viewport: { width: 1280, height: 860 }, locale: 'en-US', timezoneId: 'UTC' };
	const context = await browser.newContext({ ...size, ...opening.context });
	await noteWatching(context);
	const page = await context.newPage();
	await page.goto(`${url}/?filler=${encodeURIComponent(filler)}`);
	await page.evaluate(place, { attributes: { api, locale: 'en', token: 'anna', ...attributes }, properties });
	const cdp = await context.newCDPSession(page);
	const widget = page.locator('desk-bell');

	const tree = async () => accessible((await cdp.send('Accessibility.getFullAXTree')).nodes);
	const focused = async () => {
		const one = (await tree()).findLast(({ states, role }) => states.focused === true && role !== 'RootWebArea');
		return one ? `${one.role} ${one.name}`.trim() : 'nothing';
	};
	const reader: Reader = {
		...{ page, cdp, widget, change, tree, focused },
		async go() {
			await fetch(`${api}/go`, { method: 'POST' });
		},
		async heard(method, path) {
			const all = (await (await fetch(api)).json()) as { method: string; path: string; body: null }[];
			return all.filter((one) => one.method === method && one.path === path);
		},
		async focus(what) {
			let last = '';
			const fits = async () => {
				last = await focused();
				return typeof what === 'string' ? last === what : what.test(last);
			};
			await eventually(fits, () => `focus on ${what}; it is on “${last}”`);
		},
		async press(...keys) {
			for (const key of keys) await page.keyboard.press(key);
		},
		async tabTo(what, key = 'Tab') {
			const passed: string[] = [];
			for (let stops = 0; stops < 60; stops++) {
				await page.keyboard.press(key);
				const stop = await focused();
				if (what.test(stop)) return passed;
				passed.push(stop);
			}
			throw new Error(`${key} never came to ${what}, but to: ${passed.join(' | ')}`);
		},
		async call(method, ...values) {
			await widget.evaluate(
				async (element, [name, args]) => {
					await (element as unknown as Record<string, (...all: number[]) => Promise<void>>)[name]?.(...args);
				},
				[method, values] as const,
			);
		},
		async says(text) {
			await widget.getByText(text).first().waitFor(SOON);
		},
		rest: () => widget.evaluate(bringToRest),
		leave: () => context.close(),
	};
	return reader;
}

async function tell(api: string, lines: Script): Promise<void> {
	const steps = Object.fromEntries(Object.entries(lines).map(([key, step]) => [key, [step].flat()]));
	await fetch(api, { method: 'PUT', body: JSON.stringify(steps) });
}

/** Runs in the page. */
function place({ attributes, properties }: Pick<Opening, 'attributes' | 'properties'>): Promise<unknown> {
	const element = Object.assign(document.createElement('desk-bell'), properties);
	for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
	const ready = new Promise((done) => element.addEventListener('deskbell:ready', done));
	(document.querySelector('main') as Element).after(element);
	return ready.then(() => null);
}

interface AxNode {
	nodeId: string;
	parentId?: string;
	childIds?: string[];
	ignored: boolean;
	role?: { value?: unknown };
	name?: { value?: unknown };
	properties?: { name: string; value: { value?: unknown } }[];
}

/** Chromium gives the nodes by their depth; they are read branch by branch. */
function accessible(nodes: readonly AxNode[]): Accessible[] {
	const byId = new Map(nodes.map((node) => [node.nodeId, node]));
	function read(node: AxNode | undefined, parent: Accessible | null): Accessible[] {
		if (!node) return [];
		const one = node.ignored ? null : { role: told(node.role), name: told(node.name), states: statesOf(node), parent };
		const within = (node.childIds ?? []).flatMap((id) => read(byId.get(id), one ?? parent));
		return one ? [one, ...within] : within;
	}
	return nodes.filter(({ parentId }) => parentId === undefined).flatMap((root) => read(root, null));
}

const told = (said: AxNode['role']) => String(said?.value ?? '');

const statesOf = ({ properties = [] }: AxNode) =>
	Object.fromEntries(properties.map(({ name, value }) => [name, value.value]));

// Where hostile text is let loose: the real kit with a scripted model over HTTP, and a page that records what it does.

import { type Client, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { DETECTOR_NAMES } from '../../../server-kit/src/answer/filter/policy.ts';
import { paced, wholeAnswer } from '../../upstream/frames.ts';
import { startUpstream, type Upstream } from '../../upstream/server.ts';
import { type Audited, audit, RULES } from './audit.ts';
import { listenToCalls, listenToCode, listenToRequests } from './hooks.ts';

const API = '/api/support/ai';
const AGENT = { tenantId: 'acme', userId: 'agent', kind: 'agent', roles: ['agent'] } as const;

export interface Scene {
	kit: StartedKit;
	upstream: Upstream;
	/** A customer whose disclosure is accepted; the same in API and page. */
	customer: Client;
	/** The model answers the next question with this: whole, or in pieces of up to so many characters. */
	says(text: string, longest?: number): void;
	/** A new thread of questions and answers, through the API. */
	thread(turns: readonly (readonly [question: string, answer: string])[]): Promise<number>;
	comment(caseId: number, body: string, name?: string): Promise<void>;
	visit(browser: Browser, options?: VisitOptions): Promise<Stage>;
	close(): Promise<void>;
}

export interface VisitOptions {
	/** The page's content security policy; without one, nothing stops what should not be tried. */
	policy?: string;
	/** In place of the widget. */
	body?: string;
	/** Who looks at the page; by default the customer. */
	user?: string;
	locale?: string;
}

export interface Stage {
	page: Page;
	widget: Locator;
	/** Everything heard so far that should not have been: calls, requests, errors. */
	heard(): Promise<string[]>;
	audit(): Promise<Audited>;
	leave(): Promise<void>;
}

/** Nothing but the rendering stands between the text and the page: the filter and the classifier let everything through. */
export async function openScene(database = ':memory:'): Promise<Scene> {
	const upstream = await startUpstream();
	const kit = await startKit({
		database,
		model: { baseURL: upstream.url, apiKey: 'none', model: 'scripted', tools: false },
		classifier: { classify: () => ({ label: 'how_to', confidence: 1, refused: false }) as never },
		filter: { actions: Object.fromEntries(DETECTOR_NAMES.map((name) => [name, 'off'])) },
		rates: { messages: { limit: 100_000, windowSeconds: 60 } },
		quota: { user: { messages: null } },
	});
	const customer = await kit.ready('customer');

	function says(text: string, longest?: number): void {
		upstream.script({ pieces: longest ? paced(wholeAnswer(...cutAnywhere(text, longest)), 2) : wholeAnswer(text) });
	}

	async function thread(turns: readonly (readonly [string, string])[]): Promise<number> {
		const { body } = await customer.post<{ conversation_id: number }>('/conversations', {});
		for (const [question, answer] of turns) {
			says(answer);
			const sent = await customer.stream(`/conversations/${body.conversation_id}/messages`, { content: question });
			if (!sent.done) throw new Error(`not answered: ${sent.status} ${JSON.stringify(sent.body)}`);
		}
		return body.conversation_id;
	}

	return {
		kit,
		upstream,
		customer,
		says,
		thread,
		async comment(caseId, body, name = 'Support') {
			await kit.kit.core.tickets.comment({ ...AGENT, name }, caseId, { body, visibility: 'public' });
		},
		visit: (browser, options) => visit(browser, kit.url, options),
		async close() {
			await kit.close();
			await upstream.close();
		},
	};
}

/** Pieces of one character to so many, in a sequence that is the same each time; also between the halves of one. */
function cutAnywhere(text: string, longest: number): string[] {
	const pieces: string[] = [];
	for (let at = 0, step = 7; at < text.length; step = (step * 31 + 11) % 1_009) {
		const size = 1 + (step % longest);
		pieces.push(text.slice(at, at + size));
		at += size;
	}
	return pieces;
}

const widgetIn = (locale: string): string =>
	`<script data-own src="/deskbell.js" async data-api="" data-mode="inline" data-locale="${locale}"></script>`;

async function visit(browser: Browser, origin: string, options: VisitOptions = {}): Promise<Stage> {
	const { policy, locale = 'en', body = widgetIn(locale), user = 'customer' } = options;
	const context = await browser.newContext({ viewport: { width: 900, height: 900 }, locale: 'en-US' });
	const wrong: string[] = [];
	await context.addInitScript(listenToCalls);
	await context.addInitScript(listenToCode);
	await context.addInitScript(listenToRequests, API);
	await guard(context, { origin, user, wrong });
	await context.route(`${origin}/`, (route) =>
		route.fulfill({
			contentType: 'text/html',
			headers: policy ? { 'content-security-policy': policy } : {},
			body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Oracle</title></head><body>${body}</body></html>`,
		}),
	);
	const page = await context.newPage();
	page.on('pageerror', ({ message }) => wrong.push(`error ${message}`));
	page.on('dialog', (dialog) => void dialog.dismiss());
	page.on('websocket', (socket) => wrong.push(`websocket ${socket.url()}`));
	context.on('page', (other) => other !== page && wrong.push(`window ${other.url()}`));
	await page.goto(`${origin}/`);
	return {
		page,
		widget: page.locator('desk-bell'),
		heard: async () => [...wrong, ...(await page.evaluate(() => window.__heard))],
		audit: () => page.evaluate(audit, RULES),
		leave: () => context.close(),
	};
}

interface Guarded {
	origin: string;
	user: string;
	/** Where what should not have been is written down. */
	wrong: string[];
}

/** Records every request of the page, and lets none through but to the API and for the widget's own files. */
async function guard(context: BrowserContext, { origin, user, wrong }: Guarded): Promise<void> {
	const caller = encodeURIComponent(JSON.stringify({ tenantId: 'acme', userId: user, kind: 'customer', roles: [] }));
	let begun = false;
	await context.route('**/*', async (route) => {
		const request = route.request();
		const url = new URL(request.url());
		const type = request.resourceType();
		const isOwn =
			url.origin === origin &&
			((type === 'fetch' && url.pathname.startsWith(`${API}/`)) ||
				(type === 'script' && /^\/deskbell(?:\.js$|\/[\w-]+\.js$)/.test(url.pathname)) ||
				(type === 'document' && url.pathname === '/' && !begun));
		if (type === 'document' && url.pathname === '/') begun = true;
		if (!isOwn) {
			wrong.push(`request ${type} ${request.url().slice(0, 200)}`);
			// An answer without content leaves the page where it is, so that it can be asked what it heard.
			return request.isNavigationRequest() ? route.fulfill({ status: 204 }) : route.abort();
		}
		const headers = { ...request.headers(), 'x-test-caller': caller };
		return type === 'fetch' ? route.continue({ headers }) : route.fallback();
	});
}

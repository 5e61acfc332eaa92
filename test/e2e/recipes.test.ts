// docs/widget.md: each block is pasted into a page, and does what the text beside it says.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { build } from 'esbuild';
import type { Locator, Page, Request } from 'playwright-core';
import { bringToRest } from '../../widget/test/support/at-rest.ts';
import { ROOT } from '../support/source-files.ts';
import { openAndAccept, type Watched, watch } from './customer.ts';
import { startDemo } from './demo.ts';
import { deskAndBrowser } from './desk-and-browser.ts';
import { readDocument } from './documented.ts';
import { runHost, signedBy, startFiles } from './documented-hosts.ts';
import { SOON } from './eventually.ts';

const { blockOf, blocks, pageOf, recipeNames } = readDocument('docs/widget.md');

type Script = { dataLayer: unknown[]; loggedIn(token: string): void; loggedOut(): void };

/** What a reader has on the page before pasting a recipe. */
interface Around {
	/** The tag of the first recipe. Default: there. */
	tag?: boolean;
	/** The sign-in of the recipe for it. Default: there. */
	signIn?: boolean;
	/** What the server says no with on the way, which the browser reports by itself. */
	refusal?: 401 | 403 | 404;
}

describe('docs/widget.md', { concurrency: 3 }, () => {
	const here = deskAndBrowser({ visitors: { tenant: 'acme' } });
	const tried = new Set<string>();

	function recipe(name: string, around: Around, scenario: (watched: Watched) => Promise<void>): void {
		tried.add(name);
		it(name, async () => {
			const { tag = true, signIn = true, refusal } = around;
			const head = signIn ? blockOf('sign-in', 'html') : '';
			const tail = tag ? blockOf('script-tag', 'html') : '';
			const url = here.hosts.put({ body: pageOf(name, here.hosts.desk, { head, tail }) });
			const token = await here.hosts.token();
			const watched = await watch(here.browser, url, (context) =>
				context.route('**/support-token', (route) => route.fulfill({ contentType: 'text/plain', body: token })),
			);
			await scenario(watched);
			const unexpected = watched.wrong.filter((line) => !line.includes(`responded with a status of ${refusal}`));
			assert.deepEqual(unexpected, []);
			await watched.close();
		});
	}

	recipe('script-tag', { tag: false }, async ({ widget }) => openAndAccept(widget));

	it('npm', async () => {
		tried.add('npm');
		const code = `${blockOf('npm', 'js')}\n desk.token = '${await here.hosts.token()}';`;
		const contents = code.replaceAll('https://app.example.com', here.hosts.desk);
		const built = await build({ stdin: { contents, resolveDir: ROOT }, bundle: true, format: 'esm', write: false });
		const script = here.hosts.put({ body: built.outputFiles[0]?.text ?? '', type: 'text/javascript' });
		const body = `<!doctype html><title>Page</title><body><script type="module" src="${script}"></script>`;
		const { widget, wrong, close } = await watch(here.browser, here.hosts.put({ body }));
		await openAndAccept(widget);
		assert.deepEqual(wrong, []);
		await close();
	});

	it('whole-host', async () => {
		tried.add('whole-host');
		const host = await runHost(blockOf('whole-host', 'js'), blockOf('whole-host', 'html'));
		const { widget, wrong, close } = await watch(here.browser, host.url);
		await openAndAccept(widget);
		await ask(widget.page(), 'How large may a file be?');
		await widget.getByRole('log').getByText('50 MB').first().waitFor(SOON);
		assert.deepEqual(wrong, []);
		await close();
		await host.stop();
	});

	it('try', async () => {
		tried.add('try');
		const demo = await startDemo({ DESKBELL_ORIGINS: here.hosts.pages });
		const page = pageOf('try', here.hosts.desk).replaceAll('http://localhost:4100', demo.url);
		const { widget, close } = await watch(here.browser, here.hosts.put({ body: page }));
		await openAndAccept(widget);
		await ask(widget.page(), 'How large may a file be?');
		await widget.getByRole('log').getByText('50 MB').first().waitFor(SOON);
		await close();
		await demo.stop();
	});

	it('own-files', async () => {
		tried.add('own-files');
		const files = await startFiles(blockOf('own-files', 'nginx'));
		const page = blockOf('own-files', 'html').replace('https://static.example.com', files.url);
		const body = pageOf('sign-in', here.hosts.desk, { tail: page });
		here.hosts.put({ body: await here.hosts.token(), type: 'text/plain' }, '/support-token');
		const { widget, wrong, requests, close } = await watch(here.browser, here.hosts.put({ body }));
		await openAndAccept(widget);
		assert.deepEqual(wrong, []);
		const scripts = requests.filter((request) => request.resourceType() === 'script');
		const from = new Set(scripts.map((request) => new URL(request.url()).origin));
		assert.deepEqual([...from], [files.url]);
		assert.match(await cachingOf(scripts, '/deskbell.js'), /max-age=300$/);
		assert.match(await cachingOf(scripts, '/deskbell/'), /immutable$/);
		await close();
		await files.stop();
	});

	it('sign-in-server and sign-in-routes', async () => {
		tried.add('sign-in-server');
		tried.add('sign-in-routes');
		const said = await signedBy(blockOf('sign-in-server', 'js'), blockOf('sign-in-routes', 'js'));
		assert.deepEqual(said, { accepted: 200, refused: 401, noUser: 401, kept: 'no-store' });
	});

	recipe('sign-in', { signIn: false }, async ({ widget }) => openAndAccept(widget));

	recipe('log-in-and-out', { signIn: false, refusal: 401 }, async ({ page, widget }) => {
		const token = await here.hosts.token();
		await page.evaluate((one) => (globalThis as unknown as Script).loggedIn(one), token);
		await openAndAccept(widget);
		await ask(page, 'How large may a file be?');
		await widget.getByRole('log').waitFor(SOON);
		await page.evaluate(() => (globalThis as unknown as Script).loggedOut());
		// Visitors are let in here: who has logged out is one, with a notice to accept of their own.
		await widget.getByRole('button', { name: 'Agree and start' }).waitFor(SOON);
		assert.equal(await widget.getByText('How large may a file be?').count(), 0);
	});

	// Nobody, until the first answer says that somebody has to be: no case and no push is asked for.
	recipe('visitors', { signIn: false, tag: false, refusal: 401 }, async ({ page, widget }) => {
		await openAndAccept(widget);
		await ask(page, 'How large may a file be?');
		await widget.getByRole('log').getByText('50 MB').first().waitFor(SOON);
		await page.reload();
		await widget.getByRole('button', { name: /^Open support/ }).click(SOON);
		// In the list, or open again where the answer was still being written.
		await widget
			.locator('[part~=row], [part~=question]')
			.filter({ hasText: 'How large may a file be' })
			.first()
			.waitFor(SOON);
	});

	recipe('panel', { tag: false }, async ({ page, widget }) => {
		await openAndAccept(widget);
		const { height } = await boxOf(widget, 'dialog');
		assert.equal(height, page.viewportSize()?.height);
	});

	recipe('inline', { tag: false }, async ({ widget }) => {
		await widget.getByRole('button', { name: 'Agree and start' }).waitFor(SOON);
		const { width, height } = await boxOf(widget, 'region');
		assert.deepEqual([width, height], [420, 640]);
	});

	recipe('own-button', {}, async ({ page, widget }) => {
		const help = page.getByRole('button', { name: 'Help' });
		await help.click();
		await widget.getByRole('button', { name: 'Agree and start' }).waitFor(SOON);
		assert.equal(await widget.locator('[part=launcher]').isVisible(), false);
		await help.click();
		await widget.getByRole('dialog').waitFor({ state: 'hidden', ...SOON });
	});

	recipe('link', { refusal: 404 }, async ({ page, widget }) => {
		await page.getByRole('link', { name: 'Ask us' }).click();
		await widget.getByRole('button', { name: 'Agree and start' }).click(SOON);
		const asked = page.waitForRequest(/\/cases\/17$/, SOON);
		await page.evaluate(() => {
			location.hash = '#support-case-17';
		});
		await asked;
	});

	recipe('several', { tag: false, signIn: false }, async ({ page }) => {
		for (const title of ['Files', 'Mail']) {
			await page.getByRole('region', { name: title }).waitFor(SOON);
		}
		assert.equal(await page.locator('desk-bell').count(), 2);
	});

	recipe('remove', {}, async ({ page }) => {
		await page.waitForFunction(() => !('deskbell' in globalThis) && !document.querySelector('desk-bell'));
	});

	recipe('starters', {}, async ({ widget }) => {
		await openAndAccept(widget);
		await widget.getByRole('button', { name: 'Where are my invoices?' }).click(SOON);
		await widget.getByRole('log').getByText('Where are my invoices?').first().waitFor(SOON);
	});

	recipe('strings', {}, async ({ widget }) => {
		await openAndAccept(widget);
		await widget.getByRole('heading', { name: 'Acme Files' }).waitFor(SOON);
		await widget.getByText('What can we do for you?').waitFor(SOON);
	});

	recipe('language', {}, async ({ widget }) => {
		await widget.locator('[part=launcher]').click(SOON);
		await widget
			.getByRole('button', { name: 'Einverstanden' })
			.or(widget.getByText('Mit einem Menschen'))
			.first()
			.waitFor(SOON);
	});

	recipe('context', {}, async ({ page, widget }) => {
		await openAndAccept(widget);
		const { context } = await sentBy(page, () => ask(page, 'Why does it fail?'));
		assert.deepEqual(context, { page: new URL(page.url()).pathname, plan: 'plus', error_code: 'E1042' });
	});

	recipe('redact', {}, async ({ page, widget }) => {
		await openAndAccept(widget);
		const { content } = await sentBy(page, () => ask(page, 'Was 4111 1111 1111 1111 charged twice?'));
		assert.equal(content, 'Was [card number] charged twice?');
		assert.equal(await widget.getByText('4111').count(), 0);
	});

	recipe('before-send', {}, async ({ page, widget }) => {
		await openAndAccept(widget);
		const asked = page.waitForEvent('dialog', SOON).then((dialog) => dialog.dismiss());
		await Promise.all([asked, ask(page, 'My password is swordfish')]);
		const { content } = await sentBy(page, () => ask(page, 'How large may a file be?'));
		assert.equal(content, 'How large may a file be?');
		assert.equal(await widget.getByText('swordfish').count(), 0);
	});

	recipe('analytics', {}, async ({ page, widget }) => {
		await openAndAccept(widget);
		await ask(page, 'How large may a file be?');
		await page.waitForFunction(() => (globalThis as unknown as Script).dataLayer?.length === 2, null, SOON);
		const heard = await page.evaluate(() => (globalThis as unknown as Script).dataLayer);
		assert.deepEqual(heard[0], { event: 'deskbell:open' });
		assert.partialDeepStrictEqual(heard[1], { event: 'deskbell:answer-end', status: 'complete' });
		assert.doesNotMatch(JSON.stringify(heard), /large/);
	});

	recipe('unread', {}, async ({ page, widget }) => {
		await openAndAccept(widget);
		await fileCase(widget.page());
		const agent = { tenantId: 'acme', userId: 'sam', kind: 'agent' as const, roles: [], name: 'Sam' };
		const { tickets } = await here.hosts.core.tickets.listForDesk(agent, {});
		const mine = tickets.find(({ subject }) => subject === 'Unread replies');
		await widget.getByRole('button', { name: 'Back' }).click();
		await here.hosts.core.tickets.comment(agent, mine?.id ?? 0, { body: 'Here you are.', visibility: 'public' });
		await page.getByRole('link', { name: 'Support 1' }).waitFor(SOON);
	});

	recipe('case-form', { tag: false }, async ({ page, widget }) => {
		await openAndAccept(widget);
		await ask(page, 'How large may a file be?');
		await widget.getByRole('log').getByText('50 MB').first().waitFor(SOON);
		await widget.getByRole('button', { name: 'Talk to a person' }).click();
		await widget.getByRole('button', { name: 'Hand over to a person' }).click();
		const link = widget.locator('a.primary');
		await link.waitFor(SOON);
		const address = new URL((await link.getAttribute('href')) ?? '');
		assert.equal(address.pathname, '/support/cases/new');
		const claims = await here.hosts.core.readHandoff(address.searchParams.get('handoff') ?? '');
		assert.equal(typeof claims?.conversationId, 'number');
	});

	recipe('theme', {}, async ({ widget }) => {
		await openAndAccept(widget);
		const look = (part: string, name: string) =>
			widget.locator(`[part=${part}]`).evaluate((node, key) => getComputedStyle(node).getPropertyValue(key), name);
		assert.equal(await look('send', '--deskbell-accent'), '#0f766e');
		assert.match(await look('title', 'font-family'), /Georgia/);
		assert.notEqual(await look('title', 'letter-spacing'), 'normal');
	});

	recipe('dark', {}, async ({ page, widget }) => {
		const scheme = () => widget.evaluate((node) => getComputedStyle(node).colorScheme);
		await openAndAccept(widget);
		assert.equal(await scheme(), 'light dark');
		await page.evaluate(() => {
			document.documentElement.dataset.theme = 'dark';
		});
		await page.waitForFunction(() => document.querySelector('desk-bell')?.getAttribute('theme') === 'dark');
		assert.equal(await scheme(), 'dark');
	});

	it('listen', async () => {
		tried.add('listen');
		const tags = blockOf('script-tag', 'html').repeat(2);
		const url = here.hosts.put({ body: pageOf('listen', here.hosts.desk, { tail: tags }) });
		const { page, close } = await watch(here.browser, 'about:blank');
		const said: string[] = [];
		page.on('console', (message) => said.push(message.text()));
		await page.goto(url);
		while (!said.includes('embedding: loaded_twice')) await page.waitForEvent('console', SOON);
		await close();
	});

	it('a page with all that shipping asks for: nonces, a strict policy, a style sheet of its own', async () => {
		const nonce = 'R4nd0m';
		const own = `<link rel="stylesheet" href="${here.hosts.put({ body: blockOf('theme', 'css'), type: 'text/css' })}">`;
		const inFiles = ['strings', 'starters', 'context', 'redact'].map(
			(name) => `<script src="${here.hosts.put({ body: blockOf(name, 'js'), type: 'text/javascript' })}"></script>`,
		);
		const head = [own, blockOf('sign-in', 'html'), ...inFiles].join('\n');
		const body = pageOf('unread', here.hosts.desk, { head, tail: blockOf('script-tag', 'html') });
		const policy = [
			"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'self'",
			`script-src 'nonce-${nonce}' 'strict-dynamic'; connect-src 'self' ${here.hosts.desk}`,
			"require-trusted-types-for 'script'; trusted-types lit-html",
		].join('; ');
		const url = here.hosts.put({
			body: body.replaceAll('<script', `<script nonce="${nonce}"`),
			headers: { 'Content-Security-Policy': policy },
		});
		here.hosts.put({ body: await here.hosts.token(), type: 'text/plain' }, '/support-token');
		const { page, widget, wrong, close } = await watch(here.browser, url);
		await openAndAccept(widget);
		await ask(page, 'How large may a file be?');
		await widget.getByRole('log').getByText('50 MB').first().waitFor(SOON);
		assert.deepEqual(wrong, []);
		await close();
	});

	it('every block but those for a shell names its test, and every test its block', () => {
		const unnamed = blocks.filter(({ name, language }) => !name && language !== 'sh');
		assert.deepEqual(unnamed, []);
		assert.deepEqual(
			recipeNames.filter((name) => !tried.has(name)),
			[],
		);
	});
});

async function ask(page: Page, question: string): Promise<void> {
	const input = page.locator('desk-bell textarea').first();
	await input.fill(question, SOON);
	await input.press('Enter');
}

/** The body of the next message that leaves. */
async function sentBy(page: Page, act: () => Promise<void>): Promise<Record<string, unknown>> {
	const isTurn = (request: Request) => request.method() === 'POST' && request.url().endsWith('/messages');
	const [request] = await Promise.all([page.waitForRequest(isTurn, SOON), act()]);
	return request.postDataJSON();
}

async function cachingOf(requests: readonly Request[], path: string): Promise<string> {
	const one = requests.find((request) => new URL(request.url()).pathname.startsWith(path));
	return (await (await one?.response())?.headerValue('cache-control')) ?? '';
}

/** Its size in pixels, once it has faded in: until then it is drawn a little smaller. */
async function boxOf(widget: Locator, role: 'dialog' | 'region'): Promise<{ width: number; height: number }> {
	await widget.evaluate(bringToRest);
	const box = await widget.getByRole(role).boundingBox();
	return box ?? { width: 0, height: 0 };
}

async function fileCase(page: Page): Promise<void> {
	const widget = page.locator('desk-bell');
	await widget.getByRole('button', { name: 'Talk to a person' }).click(SOON);
	await widget.getByLabel('Subject').fill('Unread replies', SOON);
	await widget.locator('textarea[name=description]').fill('Please answer.');
	await widget.getByRole('button', { name: 'Send to support' }).click();
	await widget.getByRole('heading', { name: /^TKT-/ }).waitFor(SOON);
}

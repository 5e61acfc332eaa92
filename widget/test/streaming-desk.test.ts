// Tests of an answer in the whole widget: who wrote it, how it is copied, and what stays open while the next one streams.
import { expect } from '@open-wc/testing';
import { asMarkdown } from '../src/parts/copying.ts';
import type { Message } from '../src/view.ts';
import { en } from '../src/words/en.ts';
import type { Words } from '../src/words/index.ts';
import { type Placed, placed, takeAway } from './support/desk.ts';
import { answerParts, conversation, frames } from './support/recorded.ts';
import { until } from './support/server.ts';

const code = 'Run this:\n\n```sh\ncurl a < b\n```\n\nas said in [1].';
const [question, answer] = conversation.messages as [object, object];
const withCode = { ...conversation, messages: [question, { ...answer, content: code }] };

async function opened(script = {}, properties = {}): Promise<Placed> {
	const desk = await placed(
		{ 'GET /conversations/7': { json: withCode }, ...script },
		{ mode: 'inline', ...properties },
	);
	await desk.element.openConversation(7);
	await desk.says('Run this:');
	return desk;
}

/** The clipboard as a page finds it: writing is noted, or forbidden. */
function clipboard(isAllowed: boolean): { written: string[]; restore(): void } {
	const written: string[] = [];
	const real = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard') as PropertyDescriptor;
	const writeText = async (text: string) => {
		if (!isAllowed) throw new DOMException('no', 'NotAllowedError');
		written.push(text);
	};
	Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, get: () => ({ writeText }) });
	return { written, restore: () => Object.defineProperty(Navigator.prototype, 'clipboard', real) };
}

describe('Streaming: copying', () => {
	afterEach(takeAway);

	it('copies code and says so', async () => {
		const { written, restore } = clipboard(true);
		try {
			const { find } = await opened();
			const button = await find<HTMLButtonElement>('.copy');
			button.click();
			await until(() => button.textContent === 'Copied');
			expect(written).to.deep.equal(['curl a < b\n']);
		} finally {
			restore();
		}
	});

	it('selects the code where the clipboard is closed to the page, and says which keys are left', async () => {
		const { restore } = clipboard(false);
		const { execCommand } = document;
		document.execCommand = () => false;
		try {
			const { find, element } = await opened();
			const button = await find<HTMLButtonElement>('.copy');
			button.click();
			await until(() => /^(?:Ctrl\+|⌘)C$/.test(button.textContent ?? ''));
			const selection = (element.shadowRoot as unknown as Document).getSelection();
			expect(String(selection).trim()).to.equal('curl a < b');
		} finally {
			document.execCommand = execCommand;
			restore();
		}
	});

	it('copies an answer as it was written, with its author and its sources', async () => {
		const { written, restore } = clipboard(true);
		try {
			const { press } = await opened();
			await press('Copy answer');
			await until(() => written.length > 0);
			expect(written).to.deep.equal([
				`AI assistant:\n\n${code}\n\n[1] Upload limits <https://acme.example/help/uploads>`,
			]);
		} finally {
			restore();
		}
	});

	it('S-35 names the author in what is copied, with sources or without', () => {
		const message = { content: 'Yes.\n', citations: [] as Message['citations'] } as Message;
		expect(asMarkdown(message, en as unknown as Words)).to.equal('AI assistant:\n\nYes.');
	});
});

describe('Streaming: the thread', () => {
	afterEach(takeAway);

	it('S-34 S-35 says in text and in the DOM who wrote each message, also to a selection of both', async () => {
		const { element, find } = await opened();
		const own = await find('article.question');
		const written = await find('article.answer');
		expect(own.innerText).to.match(/^You\b/);
		expect(written.innerText).to.match(/^AI assistant\b/);
		expect([own.hasAttribute('data-ai-generated'), written.hasAttribute('data-ai-generated')]).to.deep.equal([
			false,
			true,
		]);
		getSelection()?.setBaseAndExtent(own, 0, written, written.childNodes.length);
		const copied = String((element.shadowRoot as unknown as Document).getSelection());
		expect(copied).to.match(/You\s+Why 50 MB\?[\s\S]*AI assistant[\s\S]*Run this:/);
	});

	it('keeps a source open, a selection and the focus in an earlier answer while the next one streams in', async () => {
		const author = { type: 'ai', name: null } as const;
		const row = {
			conversation_id: 7,
			user_message_id: 22,
			message_id: 23,
			author,
			created_at: conversation.created_at,
		};
		const next = answerParts.map((part) => (part.type === 'start' ? { ...part, messageMetadata: row } : part));
		const script = {
			'POST /conversations/7/messages': {
				headers: { 'content-type': 'text/event-stream' },
				stream: [frames(next.slice(0, 8)), { hold: true }, `${frames(next.slice(8), 9)}data: [DONE]\n\n`],
			},
		};
		const { element, server, find, write, says } = await opened(script);
		const root = element.shadowRoot as ShadowRoot;
		const opener = await find<HTMLButtonElement>('[part=source-opener]');
		opener.click();
		const text = (await find('.answer .text p')).firstChild as Text;
		await write('And now?');
		(await find('[data-input]')).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
		await says('Files of up to');
		getSelection()?.setBaseAndExtent(text, 0, text, 3);
		const button = await find<HTMLButtonElement>('.copy');
		button.focus();
		await server.go();
		await until(() => root.querySelectorAll('.answer[aria-busy=false]').length === 2);
		expect(opener.ariaExpanded === 'true' && opener.isConnected).to.equal(true);
		expect(root.activeElement).to.equal(button);
		expect(String((root as unknown as Document).getSelection())).to.equal('Run');
	});

	it('S-04 shows images of the hosts that the page names, in markup or as a list', async () => {
		const pixel = `${location.origin}/widget/test/none.png`;
		const shown = {
			...conversation,
			messages: [question, { ...answer, content: `Run this: ![a](${pixel}) ![b](https://evil.example/b.png)` }],
		};
		for (const [properties, count] of [
			[{}, 0],
			[{ imageHosts: `img.example, ${location.host}` }, 1],
			[{ imageHosts: [location.host] }, 1],
		] as const) {
			const { element } = await opened({ 'GET /conversations/7': { json: shown } }, properties);
			expect(element.shadowRoot?.querySelectorAll('.text img')).to.have.length(count);
			takeAway();
		}
	});
});

// Safety tests of the streaming Markdown view: the text comes from a model, so it is written by anyone.
import { expect } from '@open-wc/testing';
import { createMarkdownView } from '../src/markdown.ts';

const ALLOWED = new Set(
	'A BLOCKQUOTE BR BUTTON CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR INPUT LI OL P PRE STRONG TABLE TBODY TD TH THEAD TR UL'.split(
		' ',
	),
);
const ATTRIBUTES = new Set(
	'align aria-label aria-live checked class disabled href rel start tabindex target title type'.split(' '),
);

function draw(text: string, ownHosts: readonly string[] = []): HTMLElement {
	const container = document.createElement('div');
	const view = createMarkdownView(container, { ownHosts, copyLabel: 'Copy' });
	for (let at = 0; at < text.length; at += 7) view.append(text.slice(at, at + 7));
	view.end();
	return container;
}

/** What in this DOM could run, fetch or lead somewhere else. */
function dangers(container: HTMLElement): string[] {
	return [...container.querySelectorAll('*')].flatMap((element) => [
		...(ALLOWED.has(element.tagName) ? [] : [element.tagName]),
		...element.getAttributeNames().filter((name) => !ATTRIBUTES.has(name)),
		...(element instanceof HTMLAnchorElement && !/^(?:https?|mailto):/.test(element.href) ? [element.href] : []),
		...(element instanceof HTMLAnchorElement && element.rel !== 'noopener noreferrer nofollow' ? ['no rel'] : []),
	]);
}

const ADDRESSES = [
	...[
		'javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		' javascript:alert(1)',
		'javascript\t:alert(1)',
		'java\u0000script:alert(1)',
	],
	...['\u0001javascript:alert(1)', 'javascript&colon;alert(1)', 'javascript&#58;alert(1)', '&#106;avascript:alert(1)'],
	...[
		'&#x6A;avascript&#x3A;alert(1)',
		'java&#10;script:alert(1)',
		'java&#x09;script:alert(1)',
		'jav\\ascript:alert(1)',
	],
	...[
		'vbscript:msgbox(1)',
		'data:text/html,<script>alert(1)</script>',
		'data:image/svg+xml;base64,PHN2Zz4=',
		'file:///etc/passwd',
	],
	...[
		'blob:https://x.example/1',
		'view-source:https://x.example',
		'ftp://x.example/',
		'https://',
		'https://[',
		'\ud800',
	],
];

describe('Markdown: hostile text', () => {
	for (const address of ADDRESSES) {
		it(`does not link to ${JSON.stringify(address)}`, () => {
			const ways = [
				`[a](${address})`,
				`[a](<${address}>)`,
				`![a](${address})`,
				`<${address}>`,
				`[a]\n\n[a]: ${address}`,
				address,
			];
			for (const way of ways) expect(dangers(draw(way)), way).to.deep.equal([]);
		});
	}

	it('shows elements and handlers as text', () => {
		const texts = [
			'<script>alert(1)</script>',
			'a <img src=x onerror=alert(1)> b',
			'<svg/onload=alert(1)>',
			'<a href="javascript:alert(1)" onclick=alert(1)>x</a>',
			'<style>*{display:none}</style>\n\n<iframe srcdoc="x"></iframe>',
			'```"><b>\n<script>alert(1)</script>\n```',
			'| <b onclick=alert(1)> |\n|---|\n| <form action=//x> |',
		];
		for (const text of texts) {
			const container = draw(text);
			expect(dangers(container), text).to.deep.equal([]);
			expect(container.textContent).to.contain(text.match(/[a-z]{2,}/)?.[0]);
		}
	});

	it('marks links to other hosts, and only those', () => {
		const classes = (text: string) => draw(text, ['docs.example']).querySelector('a')?.className;
		expect(classes('[a](https://evil.example/)')).to.equal('foreign');
		expect(classes('[a](//evil.example/)')).to.equal('foreign');
		expect(classes('[a](https://docs.example.evil.example/)')).to.equal('foreign');
		expect(classes('[a](https://docs.example@evil.example/)')).to.equal('foreign');
		expect(classes('[a](https://docs.example/x)')).to.equal('');
		expect(classes('[a](/here)')).to.equal('');
		expect(classes('[a](mailto:a@b.example)')).to.equal('');
	});

	it('opens links elsewhere and tells nothing about the page', () => {
		const link = draw('[a](https://x.example/ "t")').querySelector('a');
		expect(link?.target).to.equal('_blank');
		expect(link?.rel).to.equal('noopener noreferrer nofollow');
		expect(link?.title).to.equal('t');
	});

	it('fetches no image: its description becomes a link', () => {
		const container = draw(
			'![a *cat*](https://evil.example/pixel.png) [![b](/b.png)](/page) ![](https://x.example/c.png)',
		);
		expect(container.querySelectorAll('img')).to.have.length(0);
		expect([...container.querySelectorAll('a')].map((link) => link.textContent)).to.deep.equal([
			'a cat',
			'b',
			'https://x.example/c.png',
		]);
	});

	it('uses no markup strings: it works where the page forbids them', () => {
		const policy = Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy' });
		policy.content = "require-trusted-types-for 'script'; style-src 'none'";
		const frame = document.body.appendChild(document.createElement('iframe'));
		const inner = frame.contentDocument as Document;
		inner.head.append(policy);
		const container = inner.body.appendChild(inner.createElement('div'));
		expect(() => {
			container.innerHTML = '<b>x</b>';
		}).to.throw();
		const view = createMarkdownView(container, { copyLabel: 'Copy' });
		view.append('# a\n\n- [x] b\n\n| c |\n|:-:|\n| d |\n\n```js\ne\n```\n\n[f](/g) ![h](/i)');
		view.end();
		expect(container.querySelectorAll('h1, li, td, pre, a, button')).to.have.length(7);
		expect(container.querySelectorAll('[style]')).to.have.length(0);
		frame.remove();
	});
});

const MANY = 10_000;
const FLOODS: Record<string, string> = {
	quotes: `${'> '.repeat(MANY)}x`,
	'quotes without blanks': `${'>'.repeat(MANY)}x`,
	items: `${'- '.repeat(MANY)}x`,
	numbers: `${'1. '.repeat(MANY)}x`,
	brackets: '['.repeat(MANY),
	'closed brackets': `${'['.repeat(MANY)}x${']'.repeat(MANY)}`,
	images: '!['.repeat(MANY),
	'open links': '[a]('.repeat(MANY),
	stars: '*'.repeat(MANY),
	backticks: '`'.repeat(MANY),
	tags: '<a '.repeat(MANY),
	comments: '<!--'.repeat(MANY),
	backslashes: '\\'.repeat(MANY),
	'addresses that do not end': '[a](b "'.repeat(MANY),
	'marks that cross': '*a _b '.repeat(MANY),
	definitions: `${'[a]: /b\n'.repeat(MANY)}\n[a]`,
	'lazy lines': `> a\n${'b\n'.repeat(MANY)}`,
	blanks: `a${' '.repeat(MANY)}b`,
	columns: `${'|a'.repeat(MANY)}|\n${'|-'.repeat(MANY)}|`,
};

/** The best of three: the machine may be busy with something else. */
function fastest(text: string): { ms: number; container: HTMLElement } {
	const runs = [1, 2, 3].map(() => {
		const container = document.createElement('div');
		const start = performance.now();
		const view = createMarkdownView(container);
		view.append(text);
		view.end();
		return { ms: performance.now() - start, container };
	});
	return runs.reduce((best, run) => (run.ms < best.ms ? run : best));
}

describe('Markdown: floods', () => {
	for (const [title, text] of Object.entries(FLOODS)) {
		it(`${MANY} ${title} take no more than 200 ms and no deep DOM`, () => {
			const { ms, container } = fastest(text);
			expect(ms).to.be.below(200);
			let depth = 0;
			for (let node: Element | null = container; node; node = node.lastElementChild) depth += 1;
			expect(depth).to.be.below(40);
			expect(container.childNodes.length).to.be.above(0);
		});
	}

	it('shows deeper marks as text', () => {
		const container = draw(`${'*a **b '.repeat(8)}c${'** a*'.repeat(8)}`);
		expect(container.querySelectorAll('em, strong').length).to.be.within(1, 8);
		expect(container.textContent).to.contain('c');
	});

	it('shows deeper quotes and lists as text', () => {
		const container = draw(`${'> - '.repeat(20)}end`);
		expect(container.querySelectorAll('blockquote, li').length).to.be.within(6, 12);
		expect(container.textContent).to.contain('> - end');
	});
});

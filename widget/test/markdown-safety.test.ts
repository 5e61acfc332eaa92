// Safety tests of the streaming Markdown view: the text comes from a model, so it is written by anyone.
import { expect } from '@open-wc/testing';
import { createMarkdownView } from '../src/markdown.ts';

const ALLOWED = new Set(
	'A BLOCKQUOTE BR BUTTON CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR INPUT LI OL P PRE STRONG TABLE TBODY TD TH THEAD TR UL'.split(
		' ',
	),
);
const ATTRIBUTES = new Set(
	'align aria-label aria-live checked class disabled href part rel start tabindex target title type'.split(' '),
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

	it('shows an image of a host that the page allows, and tells that host nothing of the page', () => {
		const text =
			'![a *cat*](https://img.example/c.png "t") [![b](https://img.example/b.png)](/page) ![c](https://img.example:8443/c.png) ' +
			'![d](https://evil.example/d.png) ![e](data:image/png;base64,AA==) ![f](javascript:alert(1)) ![g][img]\n\n[img]: //img.example/g.png';
		const container = document.createElement('div');
		const view = createMarkdownView(container, { imageHosts: ['img.example'] });
		view.append(text.slice(0, 40));
		expect(container.querySelector('img')).to.equal(null);
		view.append(text.slice(40));
		view.end();
		const images = [...container.querySelectorAll('img')];
		expect(images.map(({ alt, title, referrerPolicy }) => [alt, title, referrerPolicy])).to.deep.equal([
			['a cat', 't', 'no-referrer'],
			['b', '', 'no-referrer'],
			['g', '', 'no-referrer'],
		]);
		expect(images.every(({ src }) => new URL(src).host === 'img.example')).to.equal(true);
		expect(container.querySelector('a > img')?.closest('a')?.getAttribute('href')).to.contain('/page');
	});

	it('takes the order of reading out of the hands of the text, and shows characters that are not for showing', () => {
		const container = draw(
			'[moc.knab\u202e](https://x.example/) a\u2066b \u0007\u001b[31m &#x202e;c &#8; `\u202ed`\n\n\tcode\u202e',
		);
		expect(container.textContent).to.not.match(/[\u202a-\u202e\u2066-\u2069]|[^\P{Cc}\t\n]/u);
		expect(container.querySelector('a')?.textContent).to.equal('moc.knab');
		expect(container.textContent).to.contain('ab \u{fffd}\u{fffd}[31m c \u{fffd} d');
	});

	it('S-16 what was checked is what is followed, and what is written', () => {
		for (const link of draw(
			ADDRESSES.map((address) => `[a](<${address}>) [b](https://x.example/${address})`).join('\n\n'),
		).querySelectorAll('a'))
			expect(link.getAttribute('href')).to.equal(new URL(link.href).href);
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
const FLOODS: Record<string, (many: number) => string> = {
	quotes: (many) => `${'> '.repeat(many)}x`,
	'quotes without blanks': (many) => `${'>'.repeat(many)}x`,
	items: (many) => `${'- '.repeat(many)}x`,
	numbers: (many) => `${'1. '.repeat(many)}x`,
	brackets: (many) => '['.repeat(many),
	'closed brackets': (many) => `${'['.repeat(many)}x${']'.repeat(many)}`,
	images: (many) => '!['.repeat(many),
	'open links': (many) => '[a]('.repeat(many),
	stars: (many) => '*'.repeat(many),
	backticks: (many) => '`'.repeat(many),
	tags: (many) => '<a '.repeat(many),
	comments: (many) => '<!--'.repeat(many),
	backslashes: (many) => '\\'.repeat(many),
	'addresses that do not end': (many) => '[a](b "'.repeat(many),
	'marks that cross': (many) => '*a _b '.repeat(many),
	definitions: (many) => `${'[a]: /b\n'.repeat(many)}\n[a]`,
	'lazy lines': (many) => `> a\n${'b\n'.repeat(many)}`,
	blanks: (many) => `a${' '.repeat(many)}b`,
	columns: (many) => `${'|a'.repeat(many)}|\n${'|-'.repeat(many)}|`,
};

function drawn(text: string): { ms: number; container: HTMLElement } {
	const container = document.createElement('div');
	const start = performance.now();
	const view = createMarkdownView(container);
	view.append(text);
	view.end();
	return { ms: performance.now() - start, container };
}

/** Linear is 4, quadratic is 16. */
const MOST_GROWTH = 9;
/** What a timer and a collection of garbage may add. */
const NOISE_MS = 10;
const ATTEMPTS = 8;

/** No limit in milliseconds: a busy machine is slow, but never quadratic in each of several attempts. */
function growsLinearly(flood: (many: number) => string): boolean {
	for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
		const quarter = drawn(flood(MANY / 4)).ms;
		if (drawn(flood(MANY)).ms <= MOST_GROWTH * quarter + NOISE_MS) return true;
	}
	return false;
}

describe('Markdown: floods', () => {
	for (const [title, flood] of Object.entries(FLOODS)) {
		it(`${title}: four times as many take about four times as long and make no deep DOM`, () => {
			expect(growsLinearly(flood)).to.equal(true);
			const { container } = drawn(flood(MANY));
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

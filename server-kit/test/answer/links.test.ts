// Links and images: the words stay, an address that leads elsewhere does not, in whichever form it is written.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { everyCut } from '../cuts.ts';
import { filtered, filterWith } from './filtering.ts';

const both = (text: string) => {
	const whole = filtered([text]);
	assert.equal(filtered(everyCut(text)), whole);
	return whole;
};

describe('foreign', () => {
	const table: [said: string, shown: string][] = [
		['see [the page](https://evil.example/a?b=c) now', 'see [the page] now'],
		['see [the page](https://evil.example "its title") now', 'see [the page] now'],
		['see [the page](<https://evil.example/a b>) now', 'see [the page] now'],
		['see [a](https://evil.example)(//evil.example) now', 'see [a] now'],
		['see [a](https://evil.example/(b)c) now', 'see [a] now'],
		['an ![image](https://evil.example/p.png) here', 'an  here'],
		['an![image](//evil.example/p.png)here', 'an here'],
		['[![image](https://evil.example/p.png)](https://evil.example)', '[ ]'],
		['see [a][r]\n\n[r]: https://evil.example/a', 'see [a][r]\n\n[r]: [link removed]'],
		['[r]:\n  //evil.example/a', '[r]: [link removed]'],
		['see <https://evil.example/> now', 'see [link removed] now'],
		['see https://evil.example/a?b=c.', 'see [link removed].'],
		['see (https://evil.example/a_(b)) now', 'see ([link removed]) now'],
		['see www.evil.example now', 'see [link removed] now'],
		['an <img src="https://evil.example/p.png"> here', 'an  here'],
		["an <a href='//evil.example'>anchor</a> here", 'an  anchor</a> here'.replace('  ', ' ')],
		['<p style="background:url(//evil.example)">x', 'x'],
		['<b onclick="go()">x', 'x'],
		['see [a](//evil.example/x) now', 'see [a] now'],
		['see [a](/\\evil.example/x) now', 'see [a] now'],
		['see [a](https:evil.example) now', 'see [a] now'],
		['see [a](https://help.example.com@evil.example/) now', 'see [a] now'],
		['see [a](https://help.example.com.evil.example/) now', 'see [a] now'],
		['see [a](https://ev%69l.example/) now', 'see [a] now'],
		['see [a](https://еvil.example/) now', 'see [a] now'],
		['see [a](&#104;ttps:&#x2f;/evil.example) now', 'see [a] now'],
		['see [a](https\\://evil.example) now', 'see [a] now'],
		['see [a](<ht\ttps://evil.example>) now', 'see [a] now'],
		['see [a](javascript:alert(1)) now', 'see [a] now'],
		['see [a](data:text/html,x) now', 'see [a] now'],
		['see [a](https://help.example.com:x/) now', 'see [a] now'],
	];
	for (const [said, shown] of table) test(JSON.stringify(said), () => assert.equal(both(said), shown));
});

describe('allowed', () => {
	for (const text of [
		'see [the page](https://help.example.com/a?b=c#d "its title") now',
		'see [a](/settings), [b](#top), [c](mailto:?subject=x) and [d](tel:112)',
		'an ![image](https://cdn.own.example/p.png) here',
		'see https://help.example.com/a, https://deep.below.own.example/ or <https://help.example.com/>.',
		'see [a][r]\n\n[r]: https://help.example.com/a\n',
		'a < b, x <y> z, [x], [note]: remember, !important, ![alt] and List<String>',
		'Great! (Really.) [1][2]: yes',
	])
		test(JSON.stringify(text), () => assert.equal(both(text), text));

	test('a subdomain wildcard covers what is below, not the name itself and not what only ends alike', () => {
		assert.equal(both('https://own.example/'), '[link removed]');
		assert.equal(both('https://notown.example/'), '[link removed]');
	});
});

describe('what was handed out', () => {
	const passage = {
		text: 'Log in at https://app.example.net/login?from=help, then wait.',
		url: 'https://docs.example.net/a?id=1',
	};
	const shown = (text: string) => {
		const filter = filterWith({ readable: ['I read www.forum.example/t/1'] });
		filter.handOut([passage]);
		return filter.push(text) + filter.end();
	};

	test('an address that stands in a passage, or in the question, may be said back as it is', () => {
		assert.equal(shown('https://app.example.net/login?from=help'), 'https://app.example.net/login?from=help');
		assert.equal(shown('https://app.example.net/login?from=you'), '[link removed]');
		assert.equal(shown('www.forum.example/t/1'), 'www.forum.example/t/1');
		assert.equal(shown('www.forum.example/t/2'), '[link removed]');
	});

	test('the host of an article may be linked to, without a query that could carry something away', () => {
		assert.equal(shown('https://docs.example.net/b#c'), 'https://docs.example.net/b#c');
		assert.equal(shown('https://docs.example.net/b?said=secret'), '[link removed]');
		assert.equal(shown('https://docs.example.net/a?id=1'), 'https://docs.example.net/a?id=1');
	});

	test('a host listed by the options may be linked to with a query', () => {
		assert.equal(shown('https://help.example.com/?q=x'), 'https://help.example.com/?q=x');
	});
});

test('an address that is too long is removed up to its end, however the text is cut', () => {
	const text = `see https://help.example.com/${'文'.repeat(5_000)} now`;
	assert.equal(both(text), 'see [link removed] now');
});

test('a mask cannot become the words of a link', () => {
	const secret = `sk-${'aB3dE5gH7j'.repeat(3)}`;
	assert.equal(both(`${secret}(//evil.example/x)`), '[redacted]');
	assert.equal(both(`\n${secret}: //evil.example/x`), '\n[redacted]: [link removed]');
});

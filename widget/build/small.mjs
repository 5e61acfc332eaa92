// What no minifier of JavaScript does: shorter variables in style sheets, and templates without their indentation.

import { globSync, readFileSync } from 'node:fs';
import { spliced, visit } from './syntax.mjs';
import { SHEET } from './together.mjs';

/** The style sheets' private variables; what a page may set begins with `--deskbell-`. */
export function shortVariables() {
	const ours = /--_[\w-]+/g;
	const sources = globSync('widget/src/**/*.ts').map((file) => readFileSync(file, 'utf8'));
	const names = [...new Set(sources.flatMap((text) => text.match(ours) ?? []))].sort();
	const short = (name) => `--${names.indexOf(name).toString(36)}`;
	const transform = (code, id) => (id.includes('/widget/src/') ? { code: code.replace(ours, short), map: null } : null);
	return { name: 'short-variables', transform };
}

/** Takes the indentation out of `html` and `css` templates, where no minifier of JavaScript looks. */
export function smallTemplates() {
	const squeeze = {
		css: (text) =>
			SHEET +
			text
				.replace(/\/\*[\s\S]*?\*\//g, '')
				.replace(/\s+/g, ' ')
				.replace(/^ | $/g, '')
				.replace(/ ?([{};,>]) ?/g, '$1')
				.replace(/: /g, ':')
				.replace(/;}/g, '}')
				.replace(/(?<![\w.])0\./g, '.'),
		html: (text) =>
			text
				.replace(/>\s*\n\s*</g, '><')
				.replace(/^\s*\n\s*(?=[<>])|(?<=>)\s*\n\s*$/g, '')
				.replace(/\s*\n\s*/g, ' ')
				.replace(/="([\w-]+)"(?=[\s>])/g, '=$1'),
	};
	return {
		name: 'small-templates',
		transform(code, id) {
			if (!id.includes('/widget/src/')) return null;
			const pieces = [];
			visit(this.parse(code), (node) => {
				const shorten = node.type === 'TaggedTemplateExpression' && squeeze[node.tag.name];
				if (!shorten) return;
				for (const { start, end } of node.quasi.quasis) pieces.push([start, end, shorten(code.slice(start, end))]);
			});
			return { code: spliced(code, pieces), map: null };
		},
	};
}

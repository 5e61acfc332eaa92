// What compresses better: the rules of a chunk's style sheets side by side, and one word for every variable.

import { spliced, visit } from './syntax.mjs';

/** What smallTemplates() leaves at the head of each piece of a style sheet, since tags have other names in a chunk. */
export const SHEET = '/**/';

/** One array for the texts of all style sheets of a chunk, before the first of them; they are composed where they were. */
export function sheetsTogether() {
	return {
		name: 'sheets-together',
		renderChunk(code) {
			const tree = this.parse(code);
			const texts = [];
			const cuts = [];
			let tag = '';
			const kept = (text) => `sheets[${texts.push(`${tag}\`${text}\``) - 1}]`;
			visit(tree, (node) => {
				const pieces = node.type === 'TaggedTemplateExpression' ? node.quasi.quasis : [];
				if (!pieces[0]?.value.raw.startsWith(SHEET)) return;
				tag = node.tag.name;
				const [whole, ...more] = pieces.map(({ value }) => value.raw.slice(SHEET.length));
				if (more.length === 0) cuts.push([node.start, node.end, kept(whole)]);
				else
					for (const { start, end, value } of pieces) {
						const text = value.raw.slice(SHEET.length);
						cuts.push([start, end, text && `\${${kept(text)}}`]);
					}
			});
			if (!tag) return null;
			// As early as can be: the texts and the code are compressed each with its own kind.
			const { end } = tree.body.find((statement) => names(statement).includes(tag));
			cuts.push([end, end, `\nconst sheets = [${texts.join(',')}];`]);
			return { code: spliced(code, cuts), map: null };
		},
	};
}

/** What a statement imports or declares. */
function names({ specifiers, declarations }) {
	return [...(specifiers ?? []).map(({ local }) => local.name), ...(declarations ?? []).map(({ id }) => id.name)];
}

/** `let` for `const`, once the minifier has drawn from it what it can; and modules within a chunk are plain objects. */
export function oneDeclaration() {
	return {
		name: 'one-declaration',
		renderChunk(code) {
			const cuts = [];
			visit(this.parse(code), ({ type, kind, start, properties }) => {
				if (type === 'VariableDeclaration' && kind === 'const') cuts.push([start, start + kind.length, 'let']);
				const [bare, next] = type === 'ObjectExpression' ? properties : [];
				if (bare?.key?.name === '__proto__') cuts.push([bare.start, next?.start ?? bare.end, '']);
			});
			return { code: spliced(code, cuts), map: null };
		},
	};
}

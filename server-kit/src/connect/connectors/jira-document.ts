// A letter in Atlassian's document format: nodes made as data, so that text can only be text.

import { fitted, type Letter } from './letter.ts';
import { plainText } from './plain.ts';
import type { Remark } from './remark.ts';
import { type Block, type Section, sectionsOf } from './sections.ts';

/** Jira takes 32,767 characters, and counts those of the JSON. */
const LONGEST = 32_000;

interface Node {
	type: string;
	attrs?: { level: number };
	marks?: { type: 'strong' }[];
	text?: string;
	content?: Node[];
}

export interface JiraDocument {
	type: 'doc';
	version: 1;
	content: Node[];
}

export function documentOf(letter: Letter): JiraDocument {
	return documentIn(fitted(letter, (cut) => JSON.stringify(documentIn(cut)).length <= LONGEST));
}

/** Its text is halved until it fits: each line of it is a node of its own. */
export function remarkDocument({ head, text }: Pick<Remark, 'head' | 'text'>): JiraDocument {
	const made: JiraDocument = { type: 'doc', version: 1, content: blockNodes({ label: head, text }) };
	if (JSON.stringify(made).length <= LONGEST) return made;
	return remarkDocument({ head, text: plainText(text, Math.floor(text.length / 2)) });
}

function documentIn(letter: Letter): JiraDocument {
	return { type: 'doc', version: 1, content: sectionsOf(letter).flatMap(sectionNodes) };
}

function sectionNodes({ heading, blocks }: Section): Node[] {
	return [{ type: 'heading', attrs: { level: 3 }, content: [textNode(heading)] }, ...blocks.flatMap(blockNodes)];
}

function blockNodes({ label, text }: Block): Node[] {
	return [
		...(label ? [{ type: 'paragraph', content: [{ ...textNode(label), marks: [{ type: 'strong' as const }] }] }] : []),
		...(text ? [{ type: 'blockquote', content: [{ type: 'paragraph', content: linesOf(text) }] }] : []),
	];
}

/** A text node may not be empty, and does not show its line ends. */
function linesOf(text: string): Node[] {
	return text
		.split('\n')
		.flatMap((line) => [{ type: 'hardBreak' }, ...(line ? [textNode(line)] : [])])
		.slice(1);
}

function textNode(text: string): Node {
	return { type: 'text', text };
}

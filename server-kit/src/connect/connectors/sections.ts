// A letter as a person reads it: headings of our own, and below them what was said, which no format may interpret.

import type { Letter, Spoken } from './letter.ts';

export interface Section {
	heading: string;
	blocks: readonly Block[];
}

export interface Block {
	/** Ours: holds nothing that a stranger wrote. */
	label: string;
	/** Theirs, of one line or several. */
	text: string;
}

export function sectionsOf(letter: Letter): Section[] {
	const { reason, customer, summary, intent, attempted, known, transcript, omitted } = letter;
	const about = Object.entries(customer).flatMap(([name, value]) => (value ? `${LABELS[name]}: ${value}` : []));
	const older = omitted > 0 ? [{ label: `Messages left out here: ${omitted}`, text: '' }] : [];
	const sections = [
		section('Reason', [reason]),
		section('Customer', about),
		section('Question', [summary, intent && `(intent: ${intent})`]),
		section('Already shown', attempted),
		section('Known of the customer', known),
		{ heading: 'Transcript', blocks: [...older, ...transcript.map(spokenBlock)] },
	];
	return sections.filter(({ blocks }) => blocks.length > 0);
}

const LABELS: Readonly<Record<string, string>> = {
	tenantId: 'tenant',
	userId: 'user',
	name: 'name',
	email: 'e-mail',
	plan: 'plan',
	locale: 'language',
};

function section(heading: string, lines: readonly string[]): Section {
	const text = lines.filter(Boolean).join('\n');
	return { heading, blocks: text ? [{ label: '', text }] : [] };
}

function spokenBlock({ author, at, text }: Spoken): Block {
	return { label: `${author === 'ai' ? 'AI' : 'Customer'}, ${at}`, text };
}

/** @param quote stands before each line that is not ours */
export function textOf(sections: readonly Section[], head: (text: string) => string, quote: string): string {
	return sections
		.flatMap(({ heading, blocks }) => [
			head(heading),
			...blocks.flatMap(({ label, text }) => [label, text && quoted(text, quote)]),
		])
		.filter(Boolean)
		.join('\n\n');
}

function quoted(text: string, quote: string): string {
	return text
		.split('\n')
		.map((line) => `${quote}${line}`.trimEnd())
		.join('\n');
}

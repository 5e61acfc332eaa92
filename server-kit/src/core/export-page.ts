// Everything about one person as a page to read: every field of every line, and whatever anybody wrote is text. Told piece
// by piece, as the lines come.

import { createHash } from 'node:crypto';
import type { ExportEnd, ExportHeader, ExportLine, ExportRow } from '../protocol/index.ts';
import { html, type Markup } from './markup.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
article { border: 1px solid #8886; border-radius: .5rem; margin: .6rem 0; padding: .4rem 1rem; break-inside: avoid-page; }
dl { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: .15rem 1rem; margin: .3rem 0; }
dt { opacity: .75; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
dl dl { grid-column: 1 / -1; border-inline-start: 3px solid #8884; padding-inline-start: .8rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } }
`;

const HASH = createHash('sha256').update(STYLE).digest('base64');
/** Also for a header: nothing is loaded, run or sent. */
export const EXPORT_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'`;

/** In the order in which an export tells them. */
const HEADINGS: Readonly<Record<ExportRow['type'], string>> = {
	disclosure: 'What you accepted',
	conversation: 'Conversations',
	message: 'Messages',
	snapshot: 'What the app told of you',
	feedback: 'Feedback',
	escalation: 'Handed to a person',
	training_candidate: 'Kept to improve answers',
	case: 'Cases',
	case_comment: 'Comments on cases',
	usage: 'Usage',
};

/** Pieces of one HTML document; without its last line the file was cut off. */
export async function* exportPage(pages: AsyncIterable<readonly ExportLine[]>): AsyncGenerator<readonly string[]> {
	let section: ExportLine['type'] = 'header';
	for await (const lines of pages) {
		const pieces: string[] = [];
		for (const line of lines) {
			pieces.push(pieceOf(line, line.type !== section).markup);
			section = line.type;
		}
		yield pieces;
	}
}

function pieceOf(line: ExportLine, isFirst: boolean): Markup {
	if (line.type === 'header') return beginning(line);
	if (line.type === 'end') return ending(line);
	const heading = isFirst ? [html`<h2>${HEADINGS[line.type]}</h2>\n`] : [];
	return html`${heading}${entry(line)}`;
}

function beginning({ type: _type, format: _format, version: _version, ...facts }: ExportHeader): Markup {
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${EXPORT_PAGE_POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Everything about ${facts.user_id}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<h1>Everything about <bdi>${facts.user_id}</bdi></h1>
<p>This file is whole where its last line says so.</p>
${fields(facts)}
`;
}

function ending({ lines }: ExportEnd): Markup {
	return html`<p><strong>End of the file: ${lines - 1} ${lines === 2 ? 'entry' : 'entries'}.</strong></p>
</body>
</html>
`;
}

function entry({ type: _type, ...facts }: ExportRow): Markup {
	return html`<article>${fields(facts)}</article>\n`;
}

function fields(facts: object): Markup {
	const rows = Object.entries(facts).flatMap(([name, value]) => {
		const shown = shownOf(value);
		return shown ? [html`<dt>${name.replaceAll('_', ' ')}</dt><dd dir="auto">${shown}</dd>`] : [];
	});
	return html`<dl>${rows}</dl>`;
}

/** Null for what says nothing. */
function shownOf(value: unknown): Markup | null {
	if (value === null || value === undefined || value === '') return null;
	if (typeof value === 'boolean') return html`${value ? 'yes' : 'no'}`;
	if (typeof value !== 'object') return html`${String(value)}`;
	const inner = Object.values(value);
	if (inner.length === 0) return null;
	const isList = Array.isArray(value) && inner.every((one) => typeof one !== 'object');
	return isList ? html`${inner.join(', ')}` : fields(value);
}

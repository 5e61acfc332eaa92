// The report as one page: no script, nothing loaded, and everything that a person or a model wrote is text.

import { createHash } from 'node:crypto';
import { html, type Markup } from '../../core/markup.ts';
import type { RehearsedAnswer } from '../../core/rehearsal.ts';
import { type Comparison, type Report, shown } from './compare.ts';
import { type SummaryRow, summaryOf } from './summary.ts';
import { headline, hitsOf, type Subject, statusOf, titleOf } from './wording.ts';

const STYLE = `
:root { color-scheme: light dark; --edge: #8886; --soft: #8881; --old: #b4540a; --new: #0a6b5c; }
@media (prefers-color-scheme: dark) { :root { --old: #f0a060; --new: #50c8b4; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.1rem; margin-top: 2rem; }
h3 { font-size: .85rem; margin: 0 0 .4rem; } .old h3 { color: var(--old); } .new h3 { color: var(--new); }
table { border-collapse: collapse; }
th, td { text-align: start; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid var(--edge); font-weight: inherit; }
thead th { font-weight: 600; } td { font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--edge); border-radius: .5rem; margin: .6rem 0; padding: .6rem 1rem; }
summary { cursor: pointer; } summary small { white-space: nowrap; opacity: .75; }
.pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); margin-top: .8rem; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border-radius: .4rem; padding: .7rem; margin: 0; }
.facts { font-size: .85rem; margin: .4rem 0 0; overflow-wrap: anywhere; }
`;

export function htmlReport(report: Report, subject: Subject): string {
	const hash = createHash('sha256').update(STYLE).digest('base64');
	const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
	const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleOf(subject)}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<h1>${titleOf(subject)}</h1>
<p>${headline(report, subject)}</p>
${summaryTable(summaryOf(report.comparisons), subject)}
<h2>Questions, largest change first</h2>
${report.comparisons.map(question)}
</body>
</html>
`;
	return page.markup;
}

function summaryTable(rows: readonly SummaryRow[], { before, now }: Subject): Markup {
	const row = ({ what, before: old, now: fresh }: SummaryRow) =>
		html`<tr><th scope="row">${what}</th><td>${old ?? '–'}</td><td>${fresh}</td></tr>
`;
	return html`<table>
<thead><tr><th scope="col">All questions</th><th scope="col">${before}</th><th scope="col">${now}</th></tr></thead>
<tbody>
${rows.map(row)}</tbody>
</table>`;
}

function question(comparison: Comparison): Markup {
	const { result, before, better } = comparison;
	const { recorded, replayed } = result;
	const expected =
		recorded.betterAnswer === null ? [] : [said('better', better ? betterFacts(better) : '', recorded.betterAnswer)];
	return html`<details>
<summary><bdi>${recorded.question}</bdi> <small>#${recorded.id} · likeness ${shown(comparison.similarity)} · ${statusOf(replayed)}</small></summary>
<div class="pair">
${answer('old', before, comparison)}
${answer('new', replayed, comparison)}
${expected}
</div>
</details>
`;
}

function answer(which: 'old' | 'new', told: RehearsedAnswer, { sources }: Comparison): Markup {
	const lists = which === 'old' ? [`lost: ${named(sources.lost)}`] : [`new: ${named(sources.fresh)}`];
	const facts = [statusOf(told), `sources kept: ${named(sources.kept)}`, ...lists, hitsOf(told)].filter(Boolean);
	return said(which, facts.join(' · '), told.text);
}

const TITLES = { old: 'Before', new: 'Now', better: 'What the reviewer would have answered' } as const;

function said(which: keyof typeof TITLES, facts: string, text: string): Markup {
	return html`<section class="${which}"><h3>${TITLES[which]}</h3><p class="said" dir="auto">${text}</p><p class="facts">${facts}</p></section>
`;
}

function betterFacts({ before, now }: { before: number; now: number }): string {
	return `likeness before ${shown(before)}, now ${shown(now)}`;
}

function named(titles: readonly string[]): string {
	return titles.join(', ') || 'none';
}

// `deskbell replay`: the questions that bad answers left, asked of another model or with other instructions, and what changed.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomIds } from '../../connect/ids.ts';
import { OPERATOR, writeDown } from '../../core/audit.ts';
import type { CandidateStatus } from '../../core/candidates-store.ts';
import type { Rehearsed } from '../../core/rehearsal.ts';
import type { Store } from '../../core/store.ts';
import type { ProgressOutput } from '../progress.ts';
import { compareAll, type Report } from './compare.ts';
import { type DeskWanted, openReplayDesk, type ReplayDesk } from './desk.ts';
import { htmlReport } from './html.ts';
import { markdownReport } from './markdown.ts';
import { openResults, type ReplayHeader, readResults } from './results.ts';
import { askAll, isFailure, type Wanted } from './run.ts';
import { headline, type Subject } from './wording.ts';

export interface ReplayWanted extends Wanted, DeskWanted {
	/** Folder of results and reports. */
	out: string;
	/** Folder of an earlier replay: its answers are compared with, in place of the recorded ones. */
	against: string | null;
	/** The score below which the command fails. */
	failBelow: number | null;
}

export interface Replayed {
	/** For a person: what came of it, and where the reports are. */
	summary: string;
	failed: boolean;
}

export async function replay(wanted: ReplayWanted, store: Store, output: ProgressOutput | null): Promise<Replayed> {
	const { out, failBelow } = wanted;
	const earlier = wanted.against === null ? null : await readResults(wanted.against);
	const desk = await openReplayDesk(wanted);
	const results = await askedOf(desk, wanted, store, output).finally(() => desk.kit.close());
	const before = earlier ? `${earlier.header.model} (${wanted.against})` : 'recorded answers';
	const subject = { tenantId: wanted.tenantId, before, now: desk.model };
	const report = compareAll(results, earlier?.results ?? null);
	const paths = await writeReports(out, report, subject);
	const verdicts = [...unanswered(results), ...tooLow(report, failBelow)];
	return { summary: [headline(report, subject), ...verdicts, ...paths].join('\n'), failed: verdicts.length > 0 };
}

function unanswered(results: readonly Rehearsed[]): string[] {
	const failures = results.filter(isFailure).length;
	return failures > 0 ? [`Not answered: ${failures}. The same command asks those again.`] : [];
}

function tooLow({ score }: Report, failBelow: number | null): string[] {
	return failBelow !== null && score < failBelow ? [`The score is below ${failBelow}.`] : [];
}

/** What was asked in an earlier run is not asked again. That questions leave the house is written down first. */
async function askedOf(
	{ kit, model, optionsHash }: ReplayDesk,
	wanted: ReplayWanted,
	store: Store,
	output: ProgressOutput | null,
): Promise<Rehearsed[]> {
	const { tenantId, status, baseUrl, out } = wanted;
	const header: ReplayHeader = {
		format: 'deskbell-replay-1',
		tenant: tenantId,
		candidates: status,
		model,
		baseUrl,
		options: optionsHash,
	};
	const results = await openResults(out, header);
	try {
		await tellAudit(tenantId, status, model, store);
		return await askAll(wanted, { candidates: store.candidates, rehearse: kit.core.rehearse }, results, output);
	} finally {
		results.close();
	}
}

async function tellAudit(tenantId: string, status: CandidateStatus, model: string, store: Store): Promise<void> {
	const candidates = await store.candidates.count(tenantId, status);
	const details = { candidates, status };
	const target = `model:${model}`.slice(0, 200);
	const act = { tenantId, actor: OPERATOR, action: 'candidates.replay', target, details } as const;
	await store.transaction((bound) => writeDown(bound, act, { clock: { now: Date.now }, ids: randomIds }));
}

async function writeReports(out: string, report: Report, subject: Subject): Promise<string[]> {
	const files = [
		[join(out, 'report.html'), htmlReport(report, subject)],
		[join(out, 'report.md'), markdownReport(report, subject)],
	] as const;
	for (const [path, text] of files) await writeFile(path, text, { mode: 0o600 });
	return files.map(([path]) => path);
}

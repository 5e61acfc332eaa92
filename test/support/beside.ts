// Stages that run beside one another, told one after the other as if they had run so.

import { runStage, type StageResult } from './stage-run.ts';
import type { Stage } from './stages.ts';
import { heldBack, type Say } from './voice.ts';

export interface Teller {
	begins(stage: Stage): void;
	says: Say;
	ended(stage: Stage, result: StageResult): void;
}

/** Neighbours that may run beside one another are a group; every other stage is alone in its own. */
export function groupsOf(stages: readonly Stage[]): Stage[][] {
	const groups: Stage[][] = [];
	for (const stage of stages) {
		const last = groups.at(-1);
		if (last?.[0]?.beside && stage.beside === last[0].beside) last.push(stage);
		else groups.push([stage]);
	}
	return groups;
}

export async function runGroup(group: readonly Stage[], atOnce: number, teller: Teller): Promise<void> {
	const parts = group.map((stage) => ({
		stage,
		voice: heldBack(teller.says),
		result: Promise.withResolvers<StageResult>(),
	}));
	// One list for all who work at it: whoever is free takes the next.
	const waiting = parts.values();
	async function work(): Promise<void> {
		for (const { stage, voice, result } of waiting) result.resolve(await runStage(stage, voice.say));
	}
	const workers = Promise.all(Array.from({ length: Math.min(atOnce, parts.length) }, work));
	for (const { stage, voice, result } of parts) {
		teller.begins(stage);
		voice.release();
		// Where a worker itself fails there is no result to wait for.
		teller.ended(stage, await Promise.race([result.promise, workers.then(() => result.promise)]));
	}
}

// What `npm test` does, in order: one row per stage.

import { availableParallelism } from 'node:os';
import type { NeedName } from './needs.ts';

/** A program and its arguments; programs of node_modules/.bin are found by name. */
export type Command = readonly [string, ...string[]];

interface StageBase {
	name: string;
	title: string;
	/** A stage that takes longer is killed and has failed. */
	limitSeconds: number;
	needs?: readonly NeedName[];
	/** Neighbours with the same word here need nothing of one another, leave processors free, and run two at a time. */
	beside?: 'source' | 'build' | 'server';
}

/** Succeeds or fails as a whole and counts as one test. */
export interface ToolStage extends StageBase {
	kind: 'tool';
	commands: readonly Command[];
}

/** Files for node's test runner. */
export interface NodeStage extends StageBase {
	kind: 'node';
	/** Globs from the root of the repository. */
	files: readonly string[];
	/** How many files run at once; as many as the machine has processors where nothing is said. */
	atOnce?: number;
}

/** Files for Web Test Runner, which has its own configuration. */
export interface BrowserStage extends StageBase {
	kind: 'browser';
	files: readonly string[];
	command: Command;
}

export type Stage = ToolStage | NodeStage | BrowserStage;

const tool = (name: string, title: string, ...commands: Command[]): ToolStage => {
	return { kind: 'tool', name, title, commands, limitSeconds: 600 };
};

/** Each test has a limit of its own: this one is for a runner that hangs, on a machine that is busy with other work. */
const TESTS_LIMIT_SECONDS = 1800;

const node = (name: string, title: string, files: string[], further: Partial<NodeStage> = {}): NodeStage => {
	return { kind: 'node', name, title, files, limitSeconds: TESTS_LIMIT_SECONDS, ...further };
};

const widget: BrowserStage = {
	kind: 'browser',
	name: 'widget',
	title: 'widget in Chromium (Web Test Runner)',
	files: ['widget/test/**/*.test.ts'],
	command: ['wtr', '--config', 'test/support/counted-web-tests.config.mjs'],
	limitSeconds: TESTS_LIMIT_SECONDS,
	needs: ['chromium'],
};

/** What is read off the source, each by one program on one processor. */
const ofSource: readonly Stage[] = [
	tool('format', 'format and lint (Biome)', ['biome', 'ci', '--colors=off', '--error-on-warnings', '.']),
	tool('types', 'types (tsc)', ['tsc', '-p', '.'], ['tsc', '-p', 'widget', '--noEmit']),
	tool('walls', 'walls (dependency-cruiser)', ['depcruise', 'server-kit', 'widget', 'demo', 'test']),
	node('style', 'style of the source', ['test/architecture/style/*.test.ts']),
	tool('dead', 'dead code (knip)', ['knip', '--no-progress']),
];

/** What `npm run build` does, one part after the other. */
const ofBuild: readonly Stage[] = [
	tool('build', 'build of the widget and the demo (rollup)', ['rollup', '-c']),
	tool('build-kit', 'build of the server kit (tsc)', ['tsc', '-p', 'server-kit']),
];

/**
 * What the server kit is tried by, in the order in which they begin. The two that wait for most of their time come first,
 * beside one another and then beside what computes; the smallest come last, and fill up the end.
 */
const ofServer: readonly Stage[] = [
	node('faults', 'faults and races, in their short form', ['test/faults/*.test.ts'], {
		needs: ['mariadb', 'postgres', 'redis'],
		// They measure what processes do to one another.
		atOnce: 1,
	}),
	node('databases', 'store on every database', ['test/databases/**/*.test.ts'], {
		needs: ['mariadb', 'postgres', 'redis'],
	}),
	node('unit', 'server kit', ['server-kit/test/**/*.test.ts']),
	node('contract', 'contract of the faces', ['test/contract/**/*.test.ts']),
	node('machinery', 'the test machinery itself', ['test/machinery/*.test.ts'], {
		needs: ['mariadb', 'postgres', 'redis', 'chromium'],
	}),
	node('mounted', 'mounted in other frameworks, and behind nginx', ['test/mounted/**/*.test.ts'], { needs: ['nginx'] }),
	node('architecture', 'architecture', ['test/architecture/*.test.ts']),
];

export const stages: readonly Stage[] = [
	...ofSource.map((stage) => ({ ...stage, beside: 'source' as const })),
	...ofBuild.map((stage) => ({ ...stage, beside: 'build' as const })),
	tool('sizes', 'sizes (size-limit)', ['size-limit']),
	node('packages', 'packages as npm packs them (publint, are-the-types-wrong)', ['test/packages/*.test.ts']),
	...ofServer.map((stage) => ({ ...stage, beside: 'server' as const })),
	widget,
	node('visual', 'every scene as it was accepted', ['test/visual/*.test.ts'], { needs: ['chromium'] }),
	node('e2e', 'end to end in Chromium', ['test/e2e/**/*.test.ts'], {
		needs: ['chromium', 'redis'],
		// Each waits for its browser for a third of its time.
		atOnce: availableParallelism() + 1,
	}),
];

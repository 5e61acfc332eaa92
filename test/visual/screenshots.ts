// `npm run screenshots [-- pattern]`: pictures of every scene; with `--accept`, the fingerprints that the tests compare.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/source-files.ts';
import { accept, compared, keyOf } from './accepted.ts';
import { type Screen, schemes, screens, type Take } from './camera.ts';
import { printOf } from './print.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';
import { settle } from './settle.ts';
import { writeSheets } from './sheet.ts';
import { openStudio } from './studio.ts';
import { type Language, tongues } from './tongues.ts';

const folder = join(ROOT, 'test/artefacts/screenshots');
const atOnce = 3;

const words = process.argv.slice(2);
const pattern = new RegExp(words.find((word) => !word.startsWith('--')) ?? '');
const { camera, browser, close } = await openStudio();
try {
	if (words.includes('--accept')) await acceptScenes();
	else await takePictures();
} finally {
	await close();
}

async function takePictures(): Promise<void> {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	const chosen = scenes.filter(({ name }) => pattern.test(name));
	const takes = (Object.keys(tongues) as Language[]).flatMap((language) =>
		(Object.keys(screens) as Screen[]).map((screen): Take => ({ language, screen, scheme: 'light' })),
	);
	const jobs = takes.flatMap((take) => chosen.map((scene) => ({ scene, take })));
	const taken = (await each(jobs, photograph)).flat();
	for (const take of takes) {
		const name = `${take.language}-${take.screen}`;
		const files = taken.filter((file) => file.includes(`-${name}-`));
		await writeSheets(browser, join(folder, `sheet-${name}`), files);
	}
	console.log(`${taken.length} pictures of ${chosen.length} scenes, and sheets of them: ${folder}`);
}

async function photograph({ scene, take }: { scene: Scene; take: Take }): Promise<string[]> {
	return camera.play(scene, take, async (page) => {
		await settle(page);
		const files: string[] = [];
		for (const scheme of schemes) {
			await page.emulateMedia({ colorScheme: scheme });
			const file = join(folder, `${keyOf(scene, { ...take, scheme })}.png`);
			await page.screenshot({ path: file });
			files.push(file);
		}
		return files;
	});
}

async function acceptScenes(): Promise<void> {
	const jobs = compared.filter(({ scene }) => pattern.test(scene.name));
	const prints = await each(jobs, ({ key, scene, take }) =>
		camera.play(scene, take, async (page) => {
			await settle(page);
			return [key, await printOf(page)] as const;
		}),
	);
	accept(Object.fromEntries(prints));
	console.log(`${prints.length} fingerprints accepted`);
}

/** In the order of the jobs. What fails is said, and the other jobs are done. */
async function each<Job, Done>(jobs: readonly Job[], work: (job: Job) => Promise<Done>): Promise<Done[]> {
	const done = new Map<Job, Done>();
	const waiting = [...jobs];
	const worker = async () => {
		for (let job = waiting.shift(); job; job = waiting.shift()) {
			try {
				done.set(job, await work(job));
			} catch (fault) {
				process.exitCode = 1;
				console.error(fault);
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return jobs.filter((job) => done.has(job)).map((job) => done.get(job) as Done);
}

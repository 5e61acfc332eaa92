// Within a process: where its time goes, sampled while a load runs.

import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SAMPLE_MICROSECONDS = 200;

/** The profile is written as a file that browsers' developer tools open. */
export function createProfiler(): {
	startProfile(): Promise<void>;
	stopProfile(name: string): Promise<string>;
} {
	const session = new Session();
	return {
		async startProfile() {
			session.connect();
			await session.post('Profiler.enable');
			await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
			await session.post('Profiler.start');
		},
		async stopProfile(name) {
			const { profile } = await session.post('Profiler.stop');
			session.disconnect();
			const file = join(tmpdir(), `${name}.cpuprofile`);
			writeFileSync(file, JSON.stringify(profile));
			return file;
		},
	};
}

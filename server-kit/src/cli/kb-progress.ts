// How far an import is: a bar for a person at a terminal, a few lines for a log.

import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
	/** So many files are done. */
	advance(done: number): void;
	end(): void;
}

export type ProgressOutput = NodeJS.WritableStream & { isTTY?: boolean };

const linesInALog = 8;

export function showProgress(output: ProgressOutput | null, total: number): Progress {
	if (!output || total === 0) return { advance() {}, end() {} };
	return output.isTTY ? bar(output, total) : lines(output, total);
}

function bar(output: ProgressOutput, total: number): Progress {
	const options = { stream: output, format: 'Importing {bar} {value}/{total} articles', hideCursor: true };
	const shown = new SingleBar(options, Presets.shades_classic);
	shown.start(total, 0);
	return { advance: (done) => shown.update(done), end: () => shown.stop() };
}

function lines(output: ProgressOutput, total: number): Progress {
	const step = Math.ceil(total / linesInALog);
	let next = step;
	return {
		advance(done) {
			if (done < next && done < total) return;
			next = done + step;
			output.write(`Importing articles: ${done} of ${total}\n`);
		},
		end() {},
	};
}

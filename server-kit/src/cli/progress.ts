// How far an import or an export is: a bar for a person at a terminal, a few lines for a log.

import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
	/** So many are done. */
	advance(done: number): void;
	end(): void;
}

export type ProgressOutput = NodeJS.WritableStream & { isTTY?: boolean };

const linesInALog = 8;

/** @param doing `Importing`, say, and what: `articles` */
export function showProgress(output: ProgressOutput | null, total: number, doing: string, what: string): Progress {
	if (!output || total === 0) return { advance() {}, end() {} };
	return output.isTTY ? bar(output, total, doing, what) : lines(output, total, doing, what);
}

function bar(output: ProgressOutput, total: number, doing: string, what: string): Progress {
	const options = { stream: output, format: `${doing} {bar} {value}/{total} ${what}`, hideCursor: true };
	const shown = new SingleBar(options, Presets.shades_classic);
	shown.start(total, 0);
	return { advance: (done) => shown.update(done), end: () => shown.stop() };
}

function lines(output: ProgressOutput, total: number, doing: string, what: string): Progress {
	const step = Math.ceil(total / linesInALog);
	let next = step;
	return {
		advance(done) {
			if (done < next && done < total) return;
			next = done + step;
			output.write(`${doing} ${what}: ${done} of ${total}\n`);
		},
		end() {},
	};
}

// Says on standard error what the bench is doing: one line that changes at a terminal, a line each in a log.

import { clearLine, cursorTo } from 'node:readline';

export interface Steps {
	step(doing: string): void;
	/** Takes the line away. */
	clear(): void;
}

export function showSteps(output: NodeJS.WriteStream): Steps {
	if (!output.isTTY) return { step: (doing) => void output.write(`… ${doing}\n`), clear() {} };
	const clear = () => {
		cursorTo(output, 0);
		clearLine(output, 0);
	};
	return {
		clear,
		step(doing) {
			clear();
			output.write(`… ${doing}`);
		},
	};
}

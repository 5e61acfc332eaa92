// One guard of the mutation check: where it stands, what stands there when it is off, and the tests that must notice.

export interface Replacement {
	file: string;
	/** Stands in the file exactly once. */
	from: string;
	to: string;
}

export interface Guard extends Replacement {
	/** Its kind, a colon, and what it is, as a sentence would name it. */
	name: string;
	/** Further lines of the same defence, where there are any: alone each hides that the other is gone. */
	also: readonly Replacement[];
	/** The fewest files of tests that should fail. */
	tests: readonly string[];
}

type Row = (
	name: string,
	file: string,
	from: string,
	to: string,
	tests: readonly string[],
	...also: Replacement[]
) => Guard;

/** Makes the rows of one kind, whose files stand below one folder. */
export function guardsOf(kind: string, folder: string): Row {
	return (name, file, from, to, tests, ...also) => {
		return { name: `${kind}: ${name}`, file: `${folder}/${file}.ts`, from, to, tests, also };
	};
}

export const SRC = 'server-kit/src';
export const FACE = 'test/contract/support-ai';
export const GATEWAY = 'test/contract/gateway';

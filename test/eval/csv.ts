// Reads comma-separated values as RFC 4180 has them: quoted cells, doubled quotes, line ends in cells.

/** One record a row, by the names in the first row. */
export function readCsv(text: string): Record<string, string>[] {
	const [names = [], ...rows] = rowsOf(text);
	return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

function rowsOf(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
		row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
		if (end === ',') continue;
		if (row.length > 1 || row[0]) rows.push(row);
		row = [];
	}
	return rows;
}

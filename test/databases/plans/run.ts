// `npm run plans -- [messages] [database …]`: fills a fresh database of each kind, calls every endpoint, explains what it
// asked. 1,000,000 messages and all databases where nothing is said.

import knex from 'knex';
import { knexConfig } from '../../../server-kit/src/store/dialect.ts';
import { openStore } from '../../../server-kit/src/store/open.ts';
import { PLACES } from '../every-database.ts';
import { callEverything } from './endpoints.ts';
import { fill } from './large.ts';
import { reportOn } from './report.ts';
import { searchEverything } from './searches.ts';

const [messages = '1000000', ...named] = process.argv.slice(2);
const names = Object.keys(PLACES).filter((name) => name !== 'SQLite in memory') as (keyof typeof PLACES)[];
const unknown = named.filter((one) => !names.some((name) => name === one));
if (unknown.length > 0) throw new Error(`no such database: ${unknown.join(', ')}; there are ${names.join(', ')}`);

for (const name of names.filter((one) => named.length === 0 || named.includes(one))) await planned(name);

async function planned(name: keyof typeof PLACES): Promise<void> {
	const place = await PLACES[name]();
	const db = knex(knexConfig(place.url));
	try {
		const { migrate, close } = openStore(place.url);
		await migrate();
		await close();
		const began = Date.now();
		console.log(`\n${name}: filling`);
		const filled = await fill(db, Number(messages), ({ table, rows }) => console.log(`  ${table}: ${rows} rows`));
		console.log(`  filled in ${Math.round((Date.now() - began) / 1000)} s`);
		const asked = [...(await callEverything(place.url)), ...(await searchEverything(place.url, db)).asked];
		const { operations, statements, grows } = await reportOn(db, asked, filled);
		console.log(`  ${operations} calls, ${statements} different statements, ${grows.length} plans that grow`);
		for (const { operation, fault, sql } of grows) console.log(`  ${operation}: ${fault}\n    ${sql}`);
		for (const { operation, status } of asked.filter((one) => one.status >= 400))
			console.log(`  ${operation} answered ${status}`);
	} finally {
		await db.destroy();
		await place.stop();
	}
}

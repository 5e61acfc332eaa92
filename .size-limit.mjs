// The widget's weight, as a visitor loads it. What counts to a budget is read off the built files' own imports.

import { globSync } from 'node:fs';
import { chunkNamed, loadedWith, nameOf } from './test/support/chunks.ts';

const dist = 'widget/dist';
const loader = 'deskbell.js';

const chunk = (name) => `deskbell/${chunkNamed(`${dist}/deskbell`, name)}`;
const languages = globSync('widget/src/words/??.ts').map((file) => nameOf(file.replace(/\.ts$/, '.js')));
const otherLanguages = languages.filter((language) => language !== 'en');

const home = [loader, ...loadedWith(dist, [chunk('deskbell')])];
const conversation = [loader, ...loadedWith(dist, [chunk('deskbell'), chunk('chat')])];
const modules = globSync('deskbell/*.js', { cwd: dist });
const everything = [loader, ...modules.filter((file) => !otherLanguages.includes(nameOf(file)))];

const budget = (name, limit, files) => ({
	name,
	limit,
	gzip: true,
	path: files.map((file) => `${dist}/${file}`),
});

// size-limit takes its configuration as the default export.
export default [
	budget('loader', '2 kB', [loader]),
	budget('launcher, disclosure and home', '20 kB', home),
	budget('up to the first conversation', '36 kB', conversation),
	budget('everything, in English', '55 kB', everything),
];

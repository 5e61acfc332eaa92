// What the widget offers is written down whole, and what is written down is there.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import type { Package } from 'custom-elements-manifest/schema.d.ts';
import { describe as describeNames } from '../../widget/scripts/descriptions.ts';
import { undescribedOf } from '../../widget/scripts/element.ts';
import { openProgram } from '../../widget/scripts/program.ts';
import { referenceOf } from '../../widget/scripts/reference.ts';
import { readSurface } from '../../widget/scripts/surface.ts';
import { mentionsOf, slotsIn } from '../../widget/scripts/templates.ts';
import { attributeNames } from '../../widget/src/settings.ts';
import { ROOT } from '../support/source-files.ts';

const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');
const names = (listed: readonly { name: string }[] = []) => listed.map(({ name }) => name).sort();

const program = openProgram();
const surface = readSurface(program);

describe('the reference of the widget', () => {
	const manifest: Package = JSON.parse(read('widget/custom-elements.json'));
	const element = manifest.modules[0]?.declarations?.[0];
	assert.ok(element && 'tagName' in element);

	for (const [path, text] of Object.entries(referenceOf(surface))) {
		test(`${path} is what the source says`, () => assert.equal(read(path), text, 'npm run reference writes it anew'));
	}

	test('the manifest is one, by the published schema', () => {
		const schema = read('node_modules/custom-elements-manifest/schema.json');
		const ajv = new Ajv({ strict: false });
		assert.ok(ajv.validate(JSON.parse(schema), manifest), ajv.errorsText());
	});

	test('no reactive property of the element is left out', () => assert.deepEqual(undescribedOf(program), []));

	test('its attributes are those that the script tag takes', () => {
		assert.deepEqual(names(element.attributes), [...attributeNames].sort());
	});

	test('its slots are those of the templates', () => assert.deepEqual(names(element.slots), slotsIn(program)));

	test('its tokens are all that the source names', () => {
		assert.deepEqual(names(element.cssProperties), mentionsOf(program, /--deskbell-[\w-]+/g));
	});

	test('its events are all that the source emits', () => {
		const emitted = mentionsOf(program, /\bemit\(.+/g);
		const found = emitted.flatMap((call) => call.match(/deskbell:[\w-]+/g) ?? []);
		assert.deepEqual([...new Set(found)].sort(), names(surface.events));
	});

	test('its parts are all that the source writes', () => {
		const written = mentionsOf(program, /\spart="[^"$]+"/g).flatMap((part) => part.split('"')[1]?.split(' ') ?? []);
		const unknown = written.filter((part) => !names(element.cssParts).includes(part));
		assert.deepEqual(unknown, []);
	});
});

describe('a name', () => {
	test('that nobody describes stops the writing', () => {
		assert.throws(() => describeNames('parts', ['panel', 'new-thing'], { panel: 'The window.' }), /new-thing/);
	});

	test('that is described and not there stops it, too', () => {
		assert.throws(() => describeNames('parts', ['panel'], { panel: 'The window.', gone: 'Gone.' }), /gone/);
	});
});

describe('the documents', () => {
	const known = {
		'--deskbell-': new Set(names(surface.tokens)),
		'::part(': new Set(names(surface.parts).map((name) => `::part(${name}`)),
		'deskbell:': new Set([...names(surface.events), 'deskbell:locale']),
	};
	const forms = {
		'--deskbell-': /--deskbell-[a-z]+(?:-[a-z]+)*/g,
		'::part(': /::part\([a-z-]+/g,
		'deskbell:': /(?<![\w/-])deskbell:[a-z]+(?:-[a-z]+)*/g,
	};

	for (const path of globSync(['docs/*.md', 'widget/README.md', 'README.md'], { cwd: ROOT })) {
		test(`${path} names only what is there`, () => {
			const text = read(path);
			for (const form of Object.keys(forms) as (keyof typeof forms)[]) {
				const strange = (text.match(forms[form]) ?? []).filter((name) => !known[form].has(name));
				assert.deepEqual(strange, [], form);
			}
		});
	}
});

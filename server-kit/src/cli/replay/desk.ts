// The desk that answers a replay: the kit as its owner would start it, with another model or other instructions.

import { readFile } from 'node:fs/promises';
import { createSupportKit, type SupportKit } from '../../kit.ts';
import type { SupportKitOptions } from '../../options.ts';
import { hashOf } from './results.ts';

export interface DeskWanted {
	database: string;
	/** `extractive`, or the model's name at its endpoint; null for the one in the options file. */
	model: string | null;
	baseUrl: string | null;
	/** A JSON file with options of `createSupportKit`: prices, filter, answer … */
	optionsFile: string | null;
	/** A text file that stands in for `answer.instructions`. */
	instructionsFile: string | null;
}

export interface ReplayDesk {
	kit: SupportKit;
	/** As it stands in the report. */
	model: string;
	/** Says whether another replay was run with the same options. */
	optionsHash: string;
}

/** Nothing is signed, and nobody is let in. */
const UNUSED = { secret: 'a replay signs nothing and opens no port', auth: { authenticate: () => null } };

/** @throws Error that says what to do where a file or the model's key is missing */
export async function openReplayDesk(wanted: DeskWanted): Promise<ReplayDesk> {
	const given = wanted.optionsFile === null ? {} : await optionsIn(wanted.optionsFile);
	const instructions =
		wanted.instructionsFile === null ? null : (await readFile(wanted.instructionsFile, 'utf8')).trim();
	const answer = instructions === null ? given.answer : { ...given.answer, instructions };
	const model = modelOf(wanted, given);
	const options = { ...given, ...UNUSED, database: wanted.database, model, ...(answer && { answer }) };
	const optionsHash = hashOf({ ...given, model: undefined, answer });
	return { kit: createSupportKit(options), model: nameOf(model), optionsHash };
}

async function optionsIn(file: string): Promise<Partial<SupportKitOptions>> {
	const text = await readFile(file, 'utf8');
	try {
		return JSON.parse(text);
	} catch {
		// The parser's own words quote the file, and with it a key.
		throw new Error(`${file} is no JSON. Write options into it, such as {"answer":{"maxOutputTokens":800}}.`);
	}
}

type Chosen = NonNullable<SupportKitOptions['model']>;

function modelOf({ model, baseUrl }: DeskWanted, given: Partial<SupportKitOptions>): Chosen {
	const inFile = given.model;
	if (model === null) {
		if (inFile) return inFile;
		throw new Error('Which model? Give --model, or a `model` in the file of --options.');
	}
	if (model === 'extractive') return model;
	const endpoint = typeof inFile === 'object' && inFile !== null && 'apiKey' in inFile ? inFile : null;
	const baseURL = baseUrl ?? endpoint?.baseURL;
	// Servers without keys take any word; the vendor that is asked where no address is given does not.
	const apiKey = process.env.OPENAI_API_KEY || endpoint?.apiKey || (baseURL ? 'none' : '');
	if (!apiKey)
		throw new Error('OPENAI_API_KEY is empty. Set it to your key, or name your own endpoint with --base-url.');
	return { ...endpoint, apiKey, model, ...(baseURL && { baseURL }) };
}

function nameOf(model: Chosen): string {
	if (typeof model === 'string') return model;
	return 'model' in model ? model.model : model.name;
}

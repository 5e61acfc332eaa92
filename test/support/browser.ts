// Chromium for end-to-end tests: the machine's own, driven by playwright-core.

import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { findChromium } from './programs.ts';

const ARGS = [
	// Chromium refuses to run as root with its sandbox, and test machines often run as root.
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** The caller closes it. */
export async function launchBrowser(options: Pick<LaunchOptions, 'args' | 'ignoreDefaultArgs'> = {}): Promise<Browser> {
	const { args = [], ...more } = options;
	const executablePath = findChromium();
	if (!executablePath) throw new Error('Chromium is not installed; CHROMIUM_PATH may name one');
	return chromium.launch({ executablePath, headless: true, args: [...ARGS, ...args], ...more });
}

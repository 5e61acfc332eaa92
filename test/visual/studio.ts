// Where scenes are played: a browser, the page behind the desk, and the camera before it.

import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startBackdrop } from './backdrop.ts';
import { type Camera, createCamera } from './camera.ts';

export interface Studio {
	camera: Camera;
	browser: Browser;
	close(): Promise<void>;
}

export async function openStudio(): Promise<Studio> {
	const [browser, backdrop] = await Promise.all([launchBrowser(), startBackdrop()]);
	return {
		camera: createCamera(browser, backdrop.url),
		browser,
		async close() {
			await browser.close();
			backdrop.close();
		},
	};
}

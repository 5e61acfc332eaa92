// The page inside the playground's frame: watches the widget's requests, and signs in whom the address names.

import { configure, startersIn, tell } from './parts/deskbell.ts';
import { prepare } from './playground/prepare.ts';
import { watchFetch } from './playground/recorder.ts';
import type { StageReport } from './playground/reports.ts';

const address = new URLSearchParams(location.search);

// Before the widget's own script runs: both are deferred, so they run in the order of the page.
watchFetch((report: StageReport) => {
	if (parent !== window) parent.postMessage({ deskbellStage: report }, location.origin);
});

const language = document.documentElement.lang;
const [question = ''] = startersIn(language);
const state = address.get('state');
const wish = {
	tenant: address.get('tenant') ?? 'acme',
	user: address.get('user') ?? 'ada',
	roles: address.get('roles')?.split(',') ?? ['customer'],
	name: address.get('name') || undefined,
	plan: address.get('plan') || undefined,
};

const prepared = state ? prepare({ state, wish, language, question }) : undefined;
configure(wish, language, { page: '/playground', theme: address.get('theme') ?? 'auto' }, prepared);
if (state) tell(['ask', question]);

// The page inside the playground's frame: watches the widget's requests, and signs in whom the address names.

import { configure } from './parts/deskbell.ts';
import { watchFetch } from './playground/recorder.ts';
import type { StageReport } from './playground/reports.ts';

const wish = new URLSearchParams(location.search);

// Before the widget's own script runs: both are deferred, so they run in the order of the page.
watchFetch((report: StageReport) => {
	if (parent !== window) parent.postMessage({ deskbellStage: report }, location.origin);
});

configure(
	{
		tenant: wish.get('tenant') ?? 'acme',
		user: wish.get('user') ?? 'ada',
		roles: wish.get('roles')?.split(',') ?? ['customer'],
		name: wish.get('name') || undefined,
		plan: wish.get('plan') || undefined,
	},
	document.documentElement.lang,
	{ page: '/playground', theme: wish.get('theme') ?? 'auto' },
);

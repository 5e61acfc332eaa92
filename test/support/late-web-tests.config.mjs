// The widget's tests where every answer and every module comes late, and in another order each time: what a test takes
// for granted because it usually comes first is found out here, and not on a slow machine.

import config from '../web-test-runner.config.mjs';

const some = (most) => new Promise((late) => setTimeout(late, Math.random() * most));
const oneIn = (many) => Math.random() * many < 1;

async function late({ path }, next) {
	const asked = /^\/scripted\/[^/]+\/api\//.test(path);
	const fetched = path.startsWith('/widget/src/');
	if (asked) await some(oneIn(2) ? 500 : 20);
	else if (fetched) await some(oneIn(3) ? 300 : 10);
	await next();
	if (asked && oneIn(2)) await some(200);
}

// Web Test Runner takes its configuration as the default export.
export default { ...config, middleware: [late, ...config.middleware] };

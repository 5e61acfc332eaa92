// Where the built widget lies.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An empty string where it was not built: the API works without it. */
export function widgetFolder(): string {
	const loader = fileURLToPath(import.meta.resolve('@deskbell/widget/deskbell.js'));
	const folder = dirname(loader);
	return existsSync(loader) && existsSync(join(folder, 'deskbell')) ? folder : '';
}

// Half of a start is the reading of the source: what was read is kept between starts, for every process of the tests.

import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** To be put into a process's environment. */
export const COMPILE_CACHE = {
	NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(tmpdir(), 'deskbell-compile-cache'),
};

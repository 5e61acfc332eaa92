// The scripted server, for tests that are type-checked.

import type { Middleware } from 'koa';

export function scriptedServer(): Middleware;

// The answer for a repetition is kept in the transaction that makes what it tells of: both are there, or neither.

import type { Store } from './store.ts';

/** @param bound a store bound to that transaction */
export type Keep<Made> = (bound: Store, made: Made) => Promise<void>;

/** For a request that nobody can repeat by a key. */
export const keepNothing: Keep<unknown> = async () => {};

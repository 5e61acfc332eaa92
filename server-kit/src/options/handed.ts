// What a host hands over ready-made: a function, or an object that can do something.

import { z } from 'zod';

export const isFunction = (value: unknown) => typeof value === 'function';

export const has = (name: string) => (value: unknown) =>
	typeof value === 'object' && value !== null && isFunction(Reflect.get(value, name));

/** We check that it is there; its types check the rest. */
export const handed = <T>(what: string, test: (value: unknown) => boolean) => z.custom<T>(test, what);

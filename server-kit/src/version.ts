// Which version of the kit this is, as its answers for health and its documents say it.

/** The same as in package.json, which a host's bundler may leave behind. */
export const VERSION = '0.1.0';

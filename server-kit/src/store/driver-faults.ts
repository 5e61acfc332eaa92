// What the faults of the three drivers mean: what may be done again, and what the database being away looks like.

import { isOutdated } from './drivers.ts';

interface DriverError {
	code?: string;
	errno?: number;
}

export function isDuplicate(fault: unknown): boolean {
	const { code, errno } = (fault ?? {}) as DriverError;
	return (
		code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY' || code === '23505' || errno === 1062
	);
}

/** Another transaction has held a row for longer than anybody should wait. */
export function isLockedOut(fault: unknown): boolean {
	const { code, errno } = (fault ?? {}) as DriverError;
	return errno === 1205 || code === '55P03';
}

/** Another transaction was in the way: doing it all again is right. */
export function isDeadlock(fault: unknown): boolean {
	const { code, errno } = (fault ?? {}) as DriverError;
	return (
		isOutdated(fault) ||
		isLockedOut(fault) ||
		errno === 1213 ||
		code === '40P01' ||
		code === '40001' ||
		Boolean(code?.startsWith('SQLITE_BUSY'))
	);
}

const LOST =
	/^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|PROTOCOL_CONNECTION_LOST|57P0[123]|08\d{3}|ER_SERVER_SHUTDOWN|SQLITE_CANTOPEN)/;

/** No room on the disk, no connection, file or row left to take, or a primary that is a replica now: each may pass. */
const FULL =
	/^(SQLITE_FULL|SQLITE_IOERR|53\d{3}|55P03|25006|EMFILE|ENFILE|ER_DISK_FULL|ER_RECORD_FILE_FULL|ER_CON_COUNT_ERROR|ER_LOCK_WAIT_TIMEOUT|ER_OPTION_PREVENTS_STATEMENT)/;

const LOST_WORDS = /Connection terminated|closed state|is not queryable|Cannot open database|^timeout expired$/;

const BROKEN = /^(ECONNRESET|EPIPE|PROTOCOL_CONNECTION_LOST|57P0[12])/;

/** This one connection broke; the next may be fine. */
export function isLost(fault: unknown): boolean {
	const { code } = (fault ?? {}) as DriverError;
	return (
		BROKEN.test(code ?? '') ||
		(fault instanceof Error && /Connection terminated|not queryable|closed state/.test(fault.message))
	);
}

/** The database is away: it may come back, and nothing was written. */
export function isUnavailable(fault: unknown): boolean {
	const { code } = (fault ?? {}) as DriverError;
	if (code && (LOST.test(code) || FULL.test(code))) return true;
	return fault instanceof Error && (fault.name === 'KnexTimeoutError' || LOST_WORDS.test(fault.message));
}

// What a host tells about one of its users: four sources, as they stand once they were read and cleaned.

export const SOURCES = ['userState', 'userHistory', 'userLogs', 'businessRules'] as const;

export type SourceName = (typeof SOURCES)[number];

/** Why a source told nothing. */
export type SourceError =
	| 'not_given'
	| 'forbidden_address'
	| 'unreachable'
	| 'timeout'
	| 'too_large'
	| 'refused'
	| 'failed'
	| 'not_json'
	| 'wrong_shape'
	| 'not_the_caller';

/** Whom a source is asked about. */
export interface HostQuestion {
	tenantId: string;
	userId: string;
	/** How far back. */
	windowHours: number;
	/** Aborted when nobody waits for the answer any more. */
	signal: AbortSignal;
}

/** `data` is what the host said: untrusted, of any shape. */
export type SourceAnswer = { ok: true; data: unknown; ms: number } | { ok: false; error: SourceError; ms: number };

export type SourceStatus = { ok: true; error: null; ms: number } | { ok: false; error: SourceError; ms: number };

/** Scalars stay scalars; lists and groups are cleaned to their last leaf. */
export type Free = string | number | boolean | null | readonly Free[] | { readonly [name: string]: Free };

/** One thing that a source lists: named fields, of which those without a value are left out. */
export type Item = Readonly<Record<string, Free>>;

export interface ProductState {
	plan?: string;
	featuresEnabled: readonly string[];
	entities: readonly Item[];
	activeErrors: readonly Item[];
	limitsReached: readonly Item[];
}

/** How much of each kind was taken out, and how much did not fit. Says nothing of what it was. */
export interface Privacy {
	redacted: { secrets: number; personal: number; binary: number; internalAddresses: number; misshapen: number };
	trimmed: Record<TrimmedList, number>;
	/** The metadata of entities was left out so that the rest of the state fits. */
	metadataLeftOut: boolean;
}

export const TRIMMED = [
	'events',
	'clickTimeline',
	'recentRequests',
	'jobs',
	'errors',
	'rules',
	'errorCatalog',
] as const;

export type TrimmedList = (typeof TRIMMED)[number];

export interface Snapshot {
	identity: { tenantId: string; userId: string; roles: readonly string[]; plan: string | null };
	/** Whole, or null where the host did not tell it. */
	productState: ProductState | null;
	recentActivity: { events: readonly Item[]; clickTimeline: readonly Item[] };
	backend: { recentRequests: readonly Item[]; jobs: readonly Item[]; errors: readonly Item[] };
	knowledge: { rules: Readonly<Record<string, Free>>; errorCatalog: readonly Item[] };
	privacy: Privacy;
}

/** A snapshot as it is kept with its conversation. */
export interface KeptSnapshot {
	id: number;
	publicId: string;
	/** When the sources were asked. */
	takenAt: number;
	sources: Readonly<Record<SourceName, SourceStatus>>;
	content: Snapshot;
}

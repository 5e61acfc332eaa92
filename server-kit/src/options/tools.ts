// What a host lets a model do for its users: checked at start, and handed to the core in one form.

import { z } from 'zod';
import type { Caller } from '../core/caller.ts';
import type { HostTool, HostTools, ToolContext } from '../core/host-tool.ts';
import { languageOf } from '../core/texts.ts';
import type { ToolArgument } from '../protocol/index.ts';
import { handed, isFunction } from './handed.ts';

/** A JSON Schema of an object, or a zod schema of one. */
export type ToolInput = z.ZodType | { type: 'object'; properties?: Record<string, unknown>; [key: string]: unknown };

type InputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : Record<string, unknown>;

/** Who may use a tool. All that is given must hold; visitors may use none that does not say so. */
export interface ToolPermission {
	/** Any one of them is enough. */
	roles?: readonly string[];
	tenants?: readonly string[];
	visitors?: boolean;
}

export interface ToolDefinition<Schema extends ToolInput = ToolInput> {
	/** What a model calls it by: letters, digits, `_` and `-`. */
	name: string;
	/** What a person reads; by language where it is an object. */
	title?: string | Readonly<Record<string, string>>;
	/** For the model: what it does, and when to use it. */
	description: string;
	/** Checked before anything runs; a field that it does not name is refused. */
	input: Schema;
	/** It changes nothing: then it runs whenever a model asks, and its result is read by the model. */
	readOnly?: boolean;
	/** Whether a person must approve a call first. Where left out: unless it is `readOnly`. */
	approval?: boolean | ((input: InputOf<Schema>, caller: Caller) => boolean);
	permission?: ToolPermission;
	available?(caller: Caller): boolean;
	/** How long one call may take: 10 seconds where nothing is said, 60 at most. */
	timeoutMs?: number;
	/** Acts as the caller and with nothing but their rights. What it gives back is read by the model. */
	execute(input: InputOf<Schema>, context: ToolContext): unknown;
}

/** Gives `execute` the type of its input. */
export function defineTool<Schema extends ToolInput>(definition: ToolDefinition<Schema>): ToolDefinition {
	return definition as unknown as ToolDefinition;
}

/** The kit's own; a model knows it by this name already. */
const TAKEN = 'search_knowledge';

const schema = z
	.custom<ToolInput>((value) => typeof value === 'object' && value !== null, 'a JSON Schema or a zod schema')
	.superRefine((value, context) => {
		try {
			parametersOf(value);
		} catch (fault) {
			context.addIssue({ code: 'custom', message: `a JSON Schema of an object, or a zod schema of one: ${fault}` });
		}
	});

const tool = z.strictObject({
	name: z
		.string()
		.regex(/^[a-zA-Z][\w-]{0,63}$/, '1 to 64 letters, digits, _ and -, beginning with a letter')
		.refine((name) => name !== TAKEN, `the kit has a tool ${TAKEN} of its own`),
	title: z.union([z.string().min(1).max(200), z.record(z.string(), z.string().min(1).max(200))]).optional(),
	description: z.string().min(1).max(2000),
	input: schema,
	readOnly: z.boolean().default(false),
	approval: z
		.union([z.boolean(), handed<(input: unknown, caller: Caller) => boolean>('a function', isFunction)])
		.optional(),
	permission: z
		.strictObject({
			roles: z.array(z.string().min(1)).min(1).readonly().optional(),
			tenants: z.array(z.string().min(1)).min(1).readonly().optional(),
			visitors: z.boolean().default(false),
		})
		.prefault({}),
	available: handed<(caller: Caller) => boolean>('a function', isFunction).optional(),
	timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
	execute: handed<(input: unknown, context: ToolContext) => unknown>('a function', isFunction),
});

type Checked = z.output<typeof tool>;

/** What a model may do beside answering; a person approves what changes something. */
export const tools = z
	.array(tool)
	.max(64)
	.refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'two tools have the same name')
	.default([]);

/** How long a call waits for the person. */
export const toolApprovalMinutes = z
	.number()
	.positive()
	.max(24 * 60)
	.default(15);

export function toolsFrom(list: readonly Checked[], minutes: number): HostTools {
	return { list: list.map(hostTool), approvalMs: Math.round(minutes * 60_000) };
}

function hostTool(given: Checked): HostTool {
	const { name, description, readOnly, approval = !readOnly, timeoutMs, execute } = given;
	const parameters = parametersOf(given.input);
	return {
		name,
		description,
		parameters,
		readOnly,
		timeoutMs,
		title: (locale) => titleOf(given, locale),
		offeredTo: (caller) => isPermitted(given, caller),
		neverWaits: approval === false,
		needsApproval: (input, caller) => waits(approval, input, caller),
		check: checkOf(given.input, parameters),
		shown: (input) => shownOf(input, parameters),
		execute,
	};
}

function titleOf({ name, title }: Checked, locale: string): string {
	if (typeof title === 'string') return title;
	return title?.[locale] ?? title?.[languageOf(locale)] ?? title?.en ?? named(name);
}

/** A host's function that throws has permitted nothing. */
function isPermitted({ permission: { roles, tenants, visitors }, available }: Checked, caller: Caller): boolean {
	if (caller.kind === 'visitor' && !visitors) return false;
	if (tenants && !tenants.includes(caller.tenantId)) return false;
	if (roles && !roles.some((role) => caller.roles.includes(role))) return false;
	try {
		return !available || available(caller) === true;
	} catch {
		return false;
	}
}

/** Nothing but a plain `false` lets a call run without the person. */
function waits(approval: NonNullable<Checked['approval']>, input: unknown, caller: Caller): boolean {
	try {
		return typeof approval === 'function' ? approval(input, caller) !== false : approval;
	} catch {
		return true;
	}
}

function isZod(given: ToolInput): given is z.ZodType {
	return 'safeParse' in given && isFunction(given.safeParse);
}

/** @throws Error for what is no schema of an object */
function parametersOf(given: ToolInput): Record<string, unknown> {
	const { $schema: _own, ...asked } = isZod(given) ? z.toJSONSchema(given, { io: 'input' }) : structuredClone(given);
	if (asked.type !== 'object') throw new Error('its type must be "object"');
	const parameters = closed({ ...asked, additionalProperties: false }) as Record<string, unknown>;
	z.fromJSONSchema(parameters as never);
	return parameters;
}

/** Objects that name their fields take no others, at every depth. */
function closed(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(closed);
	if (typeof value !== 'object' || value === null) return value;
	const inner = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
	const open = 'properties' in inner && inner.type === 'object' && !('additionalProperties' in inner);
	return open ? { ...inner, additionalProperties: false } : inner;
}

function checkOf(given: ToolInput, parameters: Record<string, unknown>): HostTool['check'] {
	const strict = z.fromJSONSchema(parameters as never);
	return (value) => {
		try {
			const checked = strict.safeParse(value);
			if (!checked.success) return { fault: faultOf(checked.error) };
			const parsed = isZod(given) ? given.safeParse(value) : checked;
			return parsed.success ? { input: parsed.data } : { fault: faultOf(parsed.error) };
		} catch {
			return { fault: 'the arguments could not be checked' };
		}
	};
}

/** For the model, which wrote the arguments: where and what, in a few lines. */
function faultOf({ issues }: { issues: readonly z.core.$ZodIssue[] }): string {
	const lines = issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`);
	return lines.join('; ').slice(0, 500);
}

/** Each field on a line of its own, as it would be run: nothing is left out, and nothing is shortened. */
function shownOf(input: unknown, { properties }: Record<string, unknown>): ToolArgument[] {
	const described = (properties ?? {}) as Record<string, { title?: unknown } | undefined>;
	return Object.entries(input ?? {})
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => {
			const title = described[name]?.title;
			const label = typeof title === 'string' && title ? title : named(name);
			return { name, label, value: typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)) };
		});
}

/** `jobId` and `job_id` as words. */
function named(name: string): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/[_-]+/g, ' ')
		.trim()
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

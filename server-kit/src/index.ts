// The public list, by name. What does not stand here is not part of the kit.

export { type FolderImport, type ImportResult, importFolder } from './cli/kb-import.ts';
export type { Caller } from './core/caller.ts';
export type { CaseTicket } from './core/case-store.ts';
export { ConnectorFault, type ConnectorReason } from './core/connector.ts';
export type { Health } from './core/health.ts';
export type { ToolContext } from './core/host-tool.ts';
export type { Core } from './core/index.ts';
export type { ArticleInput, PassageInput } from './core/knowledge.ts';
export {
	type Model,
	type ModelEvent,
	ModelFault,
	type ModelRequest,
	type ModelUsage,
	type NumberedPassage,
} from './core/model.ts';
export type {
	CaseComment,
	CaseHandoff,
	Clock,
	CustomAction,
	HostAction,
	Ids,
	Log,
	TicketConnector,
} from './core/ports.ts';
export type { Classification, Comment, Ticket } from './core/records.ts';
export type { HostQuestion } from './core/snapshot/host-data.ts';
export type { Classifier, ClassifierInput } from './core/turn-state.ts';
export { createSupportKit, type SupportKit } from './kit.ts';
export type { AuthContext } from './options/auth.ts';
export type { HostSource } from './options/context.ts';
export { defineTool, type ToolDefinition, type ToolInput, type ToolPermission } from './options/tools.ts';
export type { SupportKitOptions } from './options.ts';

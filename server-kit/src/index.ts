// The public list, by name. What does not stand here is not part of the kit.

export { type FolderImport, type ImportResult, importFolder } from './cli/kb-import.ts';
export type { Caller } from './core/caller.ts';
export type { Health } from './core/health.ts';
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
export type { Clock, Ids, Log } from './core/ports.ts';
export type { Classification, Comment, Ticket } from './core/records.ts';
export type { Classifier, ClassifierInput } from './core/turn-state.ts';
export { createSupportKit, type SupportKit } from './kit.ts';
export type { AuthContext } from './options/auth.ts';
export type { SupportKitOptions } from './options.ts';

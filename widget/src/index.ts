// What `@deskbell/widget` gives: the element, defined, and the types of everything that goes in and comes out.

export { DeskBell } from './define.ts';
export type { DeskBellEvent, DeskBellEventName, DeskBellEvents, EmbeddingWarning, OutgoingMessage } from './events.ts';
export type { DeskBellCall, DeskBellConfig, DeskBellGlobal } from './global.ts';
export type { Mode, Position, Settings, Theme } from './settings.ts';
export type { Message, Problem, ProblemKind } from './view.ts';
export type { Strings, Words } from './words/index.ts';

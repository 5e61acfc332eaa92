// For tests of a host or of the kit itself: a running kit, a client per person, a clock, a model that says what it is told.

export { type Client, createClient, type Streamed } from './client.ts';
export { createTestClock, type TestClock } from './clock.ts';
export { createScriptedModel, type ScriptedModel } from './scripted-model.ts';
export { type StartedKit, type StartOptions, startKit } from './start-kit.ts';

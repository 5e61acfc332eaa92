// Scenes on the way to a person, with one's cases, and with what is kept about oneself.

import { casesIn, opened } from './desk-script.ts';
import { open, openCase, openThread, press, type Scene, see } from './scene.ts';
import type { Tongue } from './tongues.ts';

const person = press('[part=person]');
const yours = press('[part=yours]');
const withCases = (tongue: Tongue) => ({ 'GET /cases': casesIn(tongue) });
const noCases = { json: { cases: [], next_cursor: null } };
const download = { 'Content-Type': 'application/x-ndjson' };

const cases: readonly Scene[] = [
	{ name: 'escalate', does: [openThread, see('[part=thumb]'), person], shows: '[part=escalate]' },
	{
		name: 'new-case',
		does: [openThread, see('[part=thumb]'), person, press('[part=confirm]')],
		shows: '[part=case-form]',
	},
	{
		name: 'new-case-missing',
		does: [open, person, press('[part=submit]')],
		shows: '.missing >> visible=true',
	},
	{ name: 'cases', says: withCases, does: [open, press('.heading .link')], shows: '[part=cases]' },
	{
		name: 'cases-none',
		says: (tongue) => ({ ...withCases(tongue), 'GET /cases?status_filter=closed': noCases }),
		does: [open, press('.heading .link'), press('.filter >> nth=4')],
		shows: '[part=empty]',
	},
	{ name: 'case-open', says: opened('open'), does: [openCase], shows: '[part=comment]' },
	{ name: 'case-resolved', says: opened('resolved'), does: [openCase], shows: '[part=comment]' },
	{ name: 'case-closed', says: opened('closed'), does: [openCase], shows: '[part=comment]' },
	{ name: 'case-loading', says: () => ({ 'GET /cases/3': { hang: true } }), does: [openCase], shows: '.skeleton' },
	{
		name: 'case-failed',
		says: () => ({ 'GET /cases/3': { status: 500, json: {} } }),
		does: [openCase],
		shows: '[part=notice]',
	},
];

const own: readonly Scene[] = [
	{ name: 'history', does: [open, yours], shows: '[part=history]' },
	{ name: 'history-delete', does: [open, yours, press('[part=delete]')], shows: '[part=deletion]' },
	{
		name: 'history-empty',
		says: () => ({ 'GET /conversations': { json: { conversations: [], next_cursor: null } } }),
		does: [open, yours],
		shows: '[part=empty]',
	},
	{
		name: 'history-failed',
		says: () => ({ 'GET /conversations': { status: 500, json: {} } }),
		does: [open, yours],
		shows: '[part=notice]',
	},
	{
		name: 'own-data-running',
		says: () => ({ 'GET /export': { headers: download, stream: [`${'x'.repeat(43_000)}\n`, { hold: true }] } }),
		does: [open, yours, press('[part=export]')],
		shows: '[part=export][aria-disabled=true]',
	},
	{
		name: 'own-data-saved',
		says: () => ({ 'GET /export': { headers: download, stream: ['{"type":"end"}\n'] } }),
		does: [open, yours, press('[part=export]')],
		shows: '.owned .good',
	},
	{
		name: 'own-data-failed',
		says: () => ({ 'GET /export': { headers: download, stream: ['{"type":"x"}\n', { cut: true }] } }),
		does: [open, yours, press('[part=export]')],
		shows: '.owned .fault',
	},
];

export const personScenes: readonly Scene[] = [...cases, ...own];

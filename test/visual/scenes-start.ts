// Scenes before the first question: the launcher, the notice about the AI, the first view, and the three modes.

import { disclosed } from '../../widget/test/support/recorded.ts';
import { casesIn } from './desk-script.ts';
import { open, type Scene } from './scene.ts';
import type { Tongue } from './tongues.ts';

const withCases = (tongue: Tongue) => ({ 'GET /cases': casesIn(tongue) });
const nothingYet = () => ({ 'GET /conversations': { json: { conversations: [], next_cursor: null } } });
const rows = '[part=home] .row';

export const startScenes: readonly Scene[] = [
	{ name: 'launcher', does: [], shows: '[part=launcher]' },
	{ name: 'launcher-badge', says: withCases, does: [], shows: '[part=badge]' },
	{
		name: 'disclosure',
		says: ({ disclosure }) => ({
			'GET /disclosure/status': { json: { ...disclosed, text: disclosure, accepted: false } },
		}),
		does: [open],
		shows: '[part=accept]',
	},
	{ name: 'home', says: withCases, does: [open], shows: rows },
	{ name: 'home-empty', says: nothingYet, does: [open], shows: '[part=home]' },
	{
		name: 'home-loading',
		says: () => ({ 'GET /disclosure/status': { hang: true } }),
		does: [open],
		shows: '.skeleton',
	},
	{
		name: 'home-failed',
		says: () => ({ 'GET /disclosure/status': { status: 500, json: {} } }),
		does: [open],
		shows: '[part=notice]',
	},
	{ name: 'home-panel', says: withCases, has: { mode: 'panel' }, does: [open], shows: rows },
	{ name: 'home-inline', says: withCases, has: { mode: 'inline' }, does: [], shows: rows },
	{ name: 'home-start', says: withCases, has: { position: 'start' }, does: [open], shows: rows },
	{
		name: 'home-compact',
		says: withCases,
		has: { density: 'compact' },
		does: [open],
		shows: rows,
	},
];

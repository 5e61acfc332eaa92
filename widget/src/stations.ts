// Which view stands at which stop. The first two come with the element, the others when one goes there.

import { css, html } from 'lit';
import type { Desk } from './desk.ts';
import { loading } from './parts/loading.ts';
import type { Station } from './parts/panel.ts';
import { piece, problemIn } from './transport.ts';
import { mustDisclose, type View } from './view.ts';
import { disclosureStation } from './views/disclosure.ts';
import { homeStation } from './views/home.ts';
import type { ListStop } from './views/lists.ts';

type LazyStop = 'chat' | ListStop;
type Stop = LazyStop | 'waiting' | 'disclosure' | 'home';

/** Shown while a view or the first answer of the server is on its way. */
const waitingStation: Station = {
	front: true,
	styles: css``,
	title: ({ words }) => words.title,
	body: (desk) => (desk.view.start === 'failed' || desk.view.problem ? html`` : loading(desk)),
};

export interface Stations {
	/** The view to show now; while it is still being fetched, one that says so. */
	at(view: View): Station;
	/** Fetches a view before it is needed. */
	prepare(stop: LazyStop): Promise<void>;
}

export function createStations(desk: Desk): Stations {
	const here: { [stop in Stop]?: Station } = {
		waiting: waitingStation,
		disclosure: disclosureStation,
		home: homeStation,
	};
	const underWay: { [stop in LazyStop]?: Promise<void> } = {};

	async function fetchStation(stop: LazyStop): Promise<void> {
		try {
			const station = await fetched(stop, desk);
			here[stop] = station;
			desk.learn(station);
		} catch (cause) {
			delete underWay[stop];
			desk.apply({ type: 'problem', problem: problemIn(cause) });
		}
	}

	async function prepare(stop: LazyStop): Promise<void> {
		underWay[stop] ??= fetchStation(stop);
		await underWay[stop];
	}

	return {
		prepare,
		at(view) {
			const stop = stopFor(view);
			// A view that could not be fetched is tried again when its problem is put aside.
			if (!here[stop] && view.problem === null) void prepare(stop as LazyStop);
			return here[stop] ?? waitingStation;
		},
	};
}

async function fetched(stop: LazyStop, desk: Desk): Promise<Station> {
	if (stop !== 'chat') return (await piece(import('./views/lists.ts'))).listStations[stop];
	const [{ chatStation }] = await Promise.all([piece(import('./views/chat.ts')), desk.talk()]);
	return chatStation;
}

/** The notice about the AI stands before every place where an AI answers, and before no other. */
function stopFor(view: View): Stop {
	const { name } = view.route;
	if (name !== 'home' && name !== 'chat') return name;
	if (view.disclosure === null) return 'waiting';
	return mustDisclose(view) ? 'disclosure' : name;
}

// Which view stands at which stop. The first two come with the element, the others when one goes there.

import { css, html } from 'lit';
import type { Desk } from './desk.ts';
import type { Station } from './parts/panel.ts';
import { mustDisclose, type View } from './view.ts';
import { disclosureStation } from './views/disclosure.ts';
import { homeStation } from './views/home.ts';
import type { ListStop } from './views/lists.ts';

type LazyStop = 'chat' | ListStop;
type Stop = LazyStop | 'waiting' | 'disclosure' | 'home';

async function fetched(stop: LazyStop, desk: Desk): Promise<Station> {
	if (stop !== 'chat') return (await import('./views/lists.ts')).listStations[stop];
	const [{ chatStation }] = await Promise.all([import('./views/chat.ts'), desk.talk()]);
	return chatStation;
}

/** Shown while a view or the first answer of the server is on its way. */
const waitingStation: Station = {
	front: true,
	styles: css``,
	title: ({ words }) => words.title,
	body: ({ words, view }) =>
		view.start === 'failed'
			? html``
			: html`<div class="loading" aria-busy="true">
				<span class="hidden">${words.loading}</span>
				<div class="skeleton"></div>
				<div class="skeleton"></div>
				<div class="skeleton"></div>
			</div>`,
};

export interface Stations {
	/** The view to show now; while it is still being fetched, one that says so. */
	at(view: View): Station;
	/** Fetches a view before it is needed. */
	prepare(stop: LazyStop): Promise<void>;
}

export function createStations(
	desk: Desk,
	arrived: (station: Station) => void,
	missed: (cause: unknown) => void,
): Stations {
	const here = new Map<Stop, Station>([
		['waiting', waitingStation],
		['disclosure', disclosureStation],
		['home', homeStation],
	]);
	const underWay = new Map<LazyStop, Promise<void>>();

	function prepare(stop: LazyStop): Promise<void> {
		const fetching = underWay.get(stop) ?? fetchStation(stop);
		underWay.set(stop, fetching);
		return fetching;
	}

	async function fetchStation(stop: LazyStop): Promise<void> {
		try {
			const station = await fetched(stop, desk);
			here.set(stop, station);
			arrived(station);
		} catch (cause) {
			underWay.delete(stop);
			missed(cause);
		}
	}

	return {
		prepare,
		at(view) {
			const stop = stopFor(view);
			const station = here.get(stop);
			// A view that could not be fetched is tried again when its problem is put aside.
			if (!station && view.problem === null) void prepare(stop as LazyStop);
			return station ?? waitingStation;
		},
	};
}

/** The notice about the AI stands before every place where an AI answers, and before no other. */
function stopFor(view: View): Stop {
	const { name } = view.route;
	if (name !== 'home' && name !== 'chat') return name;
	if (view.disclosure === null) return 'waiting';
	return mustDisclose(view) ? 'disclosure' : name;
}

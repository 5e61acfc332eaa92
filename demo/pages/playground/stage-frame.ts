// The stage: a page of its own in a frame, loaded anew for another person or another look.

import { need } from '../parts/dom.ts';
import type { Choice, ChoiceKeeper } from './choice.ts';
import { readReport, type StageReport } from './reports.ts';

export function showStage(keeper: ChoiceKeeper, take: (report: StageReport) => void, onLoad: () => void): void {
	const frame = need<HTMLIFrameElement>('[data-stage]');
	const load = () => {
		onLoad();
		// Replacing keeps the back button for the playground itself.
		frame.contentWindow?.location.replace(addressOf(keeper.get()));
	};
	const fit = ({ frame: size }: Choice) => need('[data-device]').setAttribute('data-device', size);
	window.addEventListener('message', (event) => {
		const report = readReport(event, frame.contentWindow);
		if (report) take(report);
	});
	keeper.listen((choice, changed) => {
		fit(choice);
		if (changed.some((name) => name !== 'frame')) load();
	});
	need('[data-reload]').addEventListener('click', load);
	fit(keeper.get());
	load();
}

function addressOf({ frame: _, run, ...choice }: Choice): string {
	const user = choice.state ? `${choice.user}-${run}` : choice.user;
	const said = Object.entries({ ...choice, user }).filter(([, value]) => value !== '');
	return `/playground/stage?${new URLSearchParams(said)}`;
}

// The playground: who asks, how the widget looks, the stage, and what goes by behind it.

import { need } from './parts/dom.ts';
import { linkToCase } from './playground/case-link.ts';
import { keepChoice } from './playground/choice.ts';
import { showDesk } from './playground/desk.ts';
import { showLog } from './playground/log.ts';
import { listenToLook } from './playground/look.ts';
import { showPeople } from './playground/people.ts';
import type { StageReport } from './playground/reports.ts';
import { showStage } from './playground/stage-frame.ts';
import { showStates } from './playground/states.ts';
import { showTabs } from './playground/tabs.ts';
import { showTheme } from './playground/theme-pane.ts';
import { showToken } from './playground/token-pane.ts';

const keeper = keepChoice();
const log = showLog();
const tabs = showTabs(need('[role="tablist"]'), (name) => {
	if (name === 'desk') desk.refresh();
});
const desk = showDesk(keeper, () => tabs.isOpen('desk'));
showToken(keeper);
showTheme();
listenToLook(keeper);
linkToCase(keeper);
const states = showStates(keeper);
const take = (report: StageReport) => {
	log.take(report);
	states.take(report);
};
showStage(keeper, take, () => log.mark(`Stage loaded for ${keeper.get().tenant}/${keeper.get().user}`));
await showPeople(keeper);

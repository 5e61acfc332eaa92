// The views of the way to a person and of the lists; they are fetched together.

import type { Station } from '../parts/panel.ts';
import { caseStation } from './case.ts';
import { casesStation } from './cases.ts';
import { escalateStation } from './escalate.ts';
import { historyStation } from './history.ts';
import { newCaseStation } from './new-case.ts';

export type ListStop = 'history' | 'escalate' | 'new-case' | 'cases' | 'case';

export const listStations: Record<ListStop, Station> = {
	history: historyStation,
	escalate: escalateStation,
	'new-case': newCaseStation,
	cases: casesStation,
	case: caseStation,
};

// The way to the case page: the person who is chosen here is chosen there.

import { need } from '../parts/dom.ts';
import type { Choice, ChoiceKeeper } from './choice.ts';

export function linkToCase(keeper: ChoiceKeeper): void {
	const link = need<HTMLAnchorElement>('[data-case-link]');
	const point = ({ tenant, user, state, run }: Choice) => {
		const who = new URLSearchParams({ tenant, user: state ? `${user}-${run}` : user });
		link.href = `/playground/case#${who}`;
	};
	keeper.listen(point);
	point(keeper.get());
}

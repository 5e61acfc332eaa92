// Every page of the customer site: shows who is signed in, and introduces that person to the widget.

import { configure, tell } from './parts/deskbell.ts';
import { showMenu, signedIn } from './parts/signed-in.ts';

const { person, others } = await signedIn();
const { tenant, user, roles, plan } = person;
showMenu(person, others);
configure({ tenant, user, roles }, document.documentElement.lang, { title: document.title, plan });

document.addEventListener('click', (event) => {
	const asked = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-ask], [data-show]') : null;
	if (!asked) return;
	tell(asked.dataset.ask === undefined ? ['show'] : ['ask', asked.dataset.ask]);
});

// Tabs: one pane at a time; arrow keys move between them.

export interface Tabs {
	isOpen(name: string): boolean;
}

export function showTabs(list: HTMLElement, onOpen: (name: string) => void): Tabs {
	const tabs = [...list.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
	const open = (tab: HTMLButtonElement) => {
		for (const each of tabs) {
			const chosen = each === tab;
			each.setAttribute('aria-selected', String(chosen));
			each.tabIndex = chosen ? 0 : -1;
			const pane = document.getElementById(each.getAttribute('aria-controls') ?? '');
			if (pane) pane.hidden = !chosen;
		}
		onOpen(tab.dataset.tab ?? '');
	};
	for (const tab of tabs) tab.addEventListener('click', () => open(tab));
	list.addEventListener('keydown', (event) => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		const now = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
		const next = tabs[(now + step + tabs.length) % tabs.length];
		if (!next) return;
		next.focus();
		open(next);
	});
	return {
		isOpen: (name) => tabs.some((tab) => tab.dataset.tab === name && tab.getAttribute('aria-selected') === 'true'),
	};
}

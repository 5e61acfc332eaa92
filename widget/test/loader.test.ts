// The script tag's work: one element, early calls kept in order, nothing fetched before it is time.

import { expect } from '@open-wc/testing';
import type { DeskBell } from '../src/element.ts';
import type { DeskBellEvent } from '../src/events.ts';
import type { DeskBellCall, DeskBellGlobal } from '../src/global.ts';
import { launch } from '../src/launch.ts';
import { until } from './support/server.ts';

function tag(data: Record<string, string>): HTMLScriptElement {
	const script = document.createElement('script');
	Object.defineProperty(script, 'src', { value: 'https://desk.example/support/deskbell.js' });
	Object.assign(script.dataset, data);
	return script;
}

/** Stands for the element's module: gives the element its methods, and counts how often it is fetched. */
function fakeModule() {
	const calls: unknown[][] = [];
	const module = {
		fetched: 0,
		calls,
		fetch: async () => {
			module.fetched += 1;
			const element = document.querySelector('desk-bell') as DeskBell;
			for (const name of ['show', 'ask', 'hide']) {
				Object.assign(element, { [name]: async (...all: unknown[]) => calls.push([name, ...all]) });
			}
		},
	};
	return module;
}

const desk = () => window.deskbell as DeskBellGlobal;

describe('loader', () => {
	afterEach(() => {
		for (const element of document.querySelectorAll('desk-bell')) element.remove();
		Reflect.deleteProperty(window, 'deskbell');
	});

	it('puts one element on the page, with what the tag says', () => {
		launch(tag({ api: 'https://api.example', position: 'start', caseForm: 'host' }), [], fakeModule().fetch);
		const [element, ...others] = document.querySelectorAll('desk-bell');
		expect(others).to.have.length(0);
		expect(element?.getAttribute('api')).to.equal('https://api.example');
		expect(element?.getAttribute('position')).to.equal('start');
		expect(element?.getAttribute('case-form')).to.equal('host');
	});

	it('takes its own origin where no server is named', () => {
		launch(tag({}), [], fakeModule().fetch);
		expect(document.querySelector('desk-bell')?.getAttribute('api')).to.equal('https://desk.example');
	});

	it('takes the element that the page already has, and what is written on it', () => {
		document.body.insertAdjacentHTML('beforeend', '<desk-bell position="end" api="https://own.example"></desk-bell>');
		launch(tag({ position: 'start', api: 'https://api.example' }), [], fakeModule().fetch);
		expect(document.querySelectorAll('desk-bell')).to.have.length(1);
		expect(document.querySelector('desk-bell')?.outerHTML).to.contain('position="end" api="https://own.example"');
	});

	it('runs early calls in their order, and fetches once', async () => {
		const module = fakeModule();
		const early: DeskBellCall[] = [['configure', { token: 't' }], ['show'], ['ask', 'Why?']];
		launch(tag({}), early, module.fetch);
		await until(() => module.calls.length === 2);
		expect(module.calls).to.deep.equal([['show'], ['ask', 'Why?']]);
		expect((document.querySelector('desk-bell') as DeskBell).token).to.equal('t');
		expect(module.fetched).to.equal(1);
	});

	it('fetches nothing for configure and on, until the page is idle', async () => {
		const module = fakeModule();
		launch(tag({}), [['configure', { locale: 'de' }]], module.fetch);
		desk().on('deskbell:open', () => {});
		expect(module.fetched).to.equal(0);
		await until(
			() => module.fetched === 1,
			() => 'fetched on idle',
		);
	});

	it('offers the element’s methods, and events on and off', async () => {
		const module = fakeModule();
		launch(tag({ open: '' }), [], module.fetch);
		let heard = 0;
		const listener = () => heard++;
		desk().on('deskbell:open', listener);
		document.querySelector('desk-bell')?.dispatchEvent(new CustomEvent('deskbell:open'));
		desk().off('deskbell:open', listener);
		document.querySelector('desk-bell')?.dispatchEvent(new CustomEvent('deskbell:open'));
		expect(heard).to.equal(1);
		await desk().ask('What?');
		expect(module.calls.at(-1)).to.deep.equal(['ask', 'What?']);
	});

	it('tells a call that the module could not be fetched, and fetches it for the next one', async () => {
		const module = fakeModule();
		let line = false;
		launch(tag({}), [], async () => (line ? module.fetch() : Promise.reject(new Error('gone'))));
		const failed = await desk()
			.show()
			.catch((error: Error) => error);
		expect(failed).to.include({ message: 'Deskbell could not be loaded' });
		line = true;
		await desk().show();
		expect(module.calls).to.deep.equal([['show']]);
	});

	it('fetches again by itself when the line is back', async () => {
		const module = fakeModule();
		let line = false;
		const codes: string[] = [];
		const warned = ({ detail }: DeskBellEvent<'deskbell:warning'>) => codes.push(detail.code);
		document.addEventListener('deskbell:warning', warned);
		launch(tag({ open: '' }), [], async () => (line ? module.fetch() : Promise.reject(new Error('gone'))));
		await until(() => codes.includes('not_loaded'));
		line = true;
		dispatchEvent(new Event('online'));
		await until(() => module.fetched === 1);
		document.removeEventListener('deskbell:warning', warned);
	});

	it('throws nothing at a page that does not wait for its calls', async () => {
		const thrown: unknown[] = [];
		const hear = (event: PromiseRejectionEvent) => thrown.push(event.reason);
		addEventListener('unhandledrejection', hear);
		launch(tag({}), [['show'], ['ask', 'Why?']], () => Promise.reject(new Error('gone')));
		await desk()
			.hide()
			.catch(() => null);
		// Unhandled rejections are told of in a task of their own.
		await new Promise((resolve) => setTimeout(resolve));
		removeEventListener('unhandledrejection', hear);
		expect(thrown).to.deep.equal([]);
	});

	it('puts what fills its parent where the tag stands', () => {
		const parent = document.createElement('aside');
		const script = tag({ mode: 'inline' });
		parent.append(script);
		document.body.append(parent);
		launch(script, [], fakeModule().fetch);
		expect(parent.querySelector('desk-bell')?.getAttribute('mode')).to.equal('inline');
		parent.remove();
	});

	it('takes element and global away again, and fetches nothing for it', async () => {
		const module = fakeModule();
		launch(tag({}), [], module.fetch);
		await desk().destroy();
		expect(document.querySelector('desk-bell')).to.equal(null);
		expect('deskbell' in window).to.equal(false);
		expect(module.fetched).to.equal(0);
	});

	it('leaves a global alone that is the page’s own', () => {
		const own = { ours: true };
		Object.assign(window, { deskbell: own });
		launch(tag({}), own, fakeModule().fetch);
		expect(window.deskbell as unknown).to.equal(own);
		expect(document.querySelectorAll('desk-bell')).to.have.length(1);
	});
});

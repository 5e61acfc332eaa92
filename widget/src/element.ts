// <desk-bell>: attributes in, events out; one window with one view in it.

import { type CSSResult, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { createDesk } from './create-desk.ts';
import type { DeskHost } from './desk.ts';
import { emit } from './events.ts';
import { baseStyles } from './parts/base.styles.ts';
import { composerStyles } from './parts/composer.ts';
import { launcher } from './parts/launcher.ts';
import { noticeStyles } from './parts/notice.ts';
import { panelStyles } from './parts/panel.styles.ts';
import { panel } from './parts/panel.ts';
import { readSettings, type Settings } from './settings.ts';
import { createStations } from './stations.ts';
import { tokens } from './tokens.ts';
import { disclosureStation } from './views/disclosure.ts';
import { homeStation } from './views/home.ts';
import type { Strings } from './words/index.ts';

/**
 * A support desk: AI answers with sources, feedback, and the way to a person.
 *
 * @fires deskbell:ready - The element is on the page and its language is loaded.
 * @fires deskbell:before-send - A message is about to leave; may be changed or cancelled.
 * @fires deskbell:message - A message was sent or an answer has ended.
 * @fires deskbell:unread - The number of cases with a reply not yet seen has changed.
 * @slot launcher-icon - The picture on the launcher.
 * @slot header - In place of the view's title.
 * @slot empty - On the first view, beneath the greeting.
 * @slot footer - At the foot of the window.
 * @csspart launcher - The floating button.
 * @csspart panel - The window.
 */
export class DeskBell extends LitElement implements DeskHost {
	static override properties = {
		api: {},
		mode: { reflect: true },
		position: { reflect: true },
		locale: {},
		theme: { reflect: true },
		accent: {},
		open: { type: Boolean, reflect: true },
		token: {},
		caseForm: { attribute: 'case-form' },
		getToken: { attribute: false },
		context: { attribute: false },
		starters: { attribute: false },
		strings: { attribute: false },
		beforeSend: { attribute: false },
	};

	static override styles = [
		tokens,
		baseStyles,
		panelStyles,
		composerStyles,
		noticeStyles,
		disclosureStation.styles,
		homeStation.styles,
	];

	declare api: string;
	declare mode: Settings['mode'];
	declare position: Settings['position'];
	declare locale: string;
	declare theme: Settings['theme'];
	declare accent: string;
	declare caseForm: Settings['caseForm'];
	declare open: boolean;
	declare token: string | null;
	declare getToken: ((current: string | null) => Promise<string | null>) | null;
	declare context: Record<string, unknown> | null;
	declare starters: readonly string[];
	declare strings: Strings;
	declare beforeSend: DeskHost['beforeSend'];
	declare settings: Settings;

	readonly #desk = createDesk(this);
	readonly #stations = createStations(this.#desk);
	#said = '';
	/** Before the update: the button that was pressed may be gone after it. */
	#focused = false;
	#opener: Element | null = null;
	#drawn = false;
	#watched = false;
	#stop = '';

	constructor() {
		super();
		Object.assign(this, { mode: 'launcher', position: 'end', locale: 'auto', theme: 'auto', open: false });
		Object.assign(this, { token: null, getToken: null, context: null, beforeSend: null, starters: [], strings: {} });
	}

	protected override willUpdate(changed: PropertyValues<this>): void {
		this.#focused = !!this.shadowRoot?.activeElement;
		this.settings = readSettings(this);
		if (changed.has('locale') || changed.has('strings')) void this.#speak(!this.hasUpdated);
		if (changed.has('accent') && CSS.supports('color', this.accent)) {
			this.style.setProperty('--deskbell-accent', this.accent);
		}
		if (this.hasUpdated && changed.has('token')) this.#desk.identify(this.token);
		if (this.settings.mode === 'inline') this.open = true;
		this.#drawn ||= this.open;
	}

	protected override updated(changed: PropertyValues<this>): void {
		if (changed.has('open') && (this.open || changed.get('open'))) this.#turned();
		else if ((changed.has('getToken') || changed.has('token')) && (this.getToken || this.token)) {
			void this.#desk.cases.glance();
		}
		const { route, start } = this.#desk.view;
		const stop = JSON.stringify([route, start]);
		if (this.#stop !== stop) this.#arrived(this.#stop !== '');
		this.#stop = stop;
	}

	async #speak(first: boolean): Promise<void> {
		await this.#desk.speak();
		if (first) emit(this, 'deskbell:ready', { language: this.#desk.language });
	}

	#turned(): void {
		emit(this, this.open ? 'deskbell:open' : 'deskbell:close', null);
		if (!this.open) return;
		if (!this.#watched && matchMedia('(pointer: coarse)').matches) void this.#watchKeyboard();
		void this.#desk.opened().then(() => this.#stations.prepare('chat'));
	}

	async show(): Promise<void> {
		if (this.open) return;
		const { activeElement } = document;
		this.#opener = activeElement === document.body ? null : activeElement;
		this.open = true;
		await this.updateComplete;
		this.#focusView();
	}

	async hide(): Promise<void> {
		if (!this.open || this.settings.mode === 'inline') return;
		const within = this.shadowRoot?.activeElement;
		this.open = false;
		await this.updateComplete;
		if (!within) return;
		const opener = this.#opener === this ? null : this.#opener;
		((opener ?? this.renderRoot.querySelector('.launcher')) as HTMLElement | null)?.focus();
	}

	async toggle(): Promise<void> {
		await (this.open ? this.hide() : this.show());
	}

	/** Opens the desk and asks; where the notice about the AI is still to be accepted, asks after that. */
	async ask(text: string): Promise<void> {
		await this.show();
		await this.#desk.ask(text);
	}

	async newConversation(): Promise<void> {
		await this.show();
		this.#desk.newConversation();
	}

	async openConversation(id: number): Promise<void> {
		await this.show();
		await this.#desk.openConversation(id);
	}

	async openCase(id: number): Promise<void> {
		await this.show();
		this.#desk.go({ name: 'case', id });
	}

	async identify({ token }: { token: string | null }): Promise<void> {
		this.token = token;
		await this.updateComplete;
	}

	async setContext(data: Record<string, unknown> | null): Promise<void> {
		this.context = data;
	}

	async focusComposer(): Promise<void> {
		await this.show();
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLElement>('[data-input]')?.focus();
	}

	async destroy(): Promise<void> {
		this.remove();
	}

	announce(text: string): void {
		this.#said = text;
		this.requestUpdate();
	}

	/** Only a touch screen has a keyboard that takes room. */
	async #watchKeyboard(): Promise<void> {
		this.#watched = true;
		const { Viewport } = await import('./viewport.ts');
		new Viewport(this);
	}

	wear({ styleSheet }: CSSResult): void {
		if (styleSheet) (this.renderRoot as ShadowRoot).adoptedStyleSheets.push(styleSheet);
	}

	/** Another view begins at its top, and keeps the focus if the desk has it. */
	#arrived(moved: boolean): void {
		this.renderRoot.querySelector('.body')?.scrollTo(0, 0);
		if (moved && this.open && this.#focused) this.#focusView();
	}

	/** Into the field where there is one to write in; on a touch screen that would raise the keyboard. */
	#focusView(): void {
		const fine = matchMedia('(pointer: fine)').matches;
		const input = fine ? this.renderRoot.querySelector<HTMLElement>('[data-input]') : null;
		(input ?? this.renderRoot.querySelector<HTMLElement>('[data-heading]'))?.focus({ preventScroll: true });
	}

	protected override render(): TemplateResult {
		const { mode, position } = this.settings;
		const desk = this.#desk;
		const opened = this.open ? 'opened' : '';
		return html`<div class="desk as-${mode} ${position} ${opened}" lang=${desk.language}>
			${this.#drawn ? panel(desk, this.#stations.at(desk.view)) : ''}
			${mode === 'inline' ? '' : launcher(desk)}
			<div class="hidden" role="status" part="announcer">${this.#said}</div>
		</div>`;
	}
}

declare global {
	interface HTMLElementTagNameMap {
		'desk-bell': DeskBell;
	}
}

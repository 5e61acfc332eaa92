// <desk-bell>: attributes in, events out; one window with one view in it.

import { type CSSResult, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { refuseLargeContext } from './context.ts';
import { createDesk } from './create-desk.ts';
import type { DeskHost } from './desk.ts';
import { emit } from './events.ts';
import { focusedElement, focusView, isLost } from './focus.ts';
import { baseStyles } from './parts/base.styles.ts';
import { composerStyles } from './parts/composer.ts';
import { launcher } from './parts/launcher.ts';
import { noticeStyles } from './parts/notice.ts';
import { panelStyles } from './parts/panel.styles.ts';
import { panel, type Station } from './parts/panel.ts';
import { chosenLocale, type Density, readSettings, type Settings } from './settings.ts';
import { createStations } from './stations.ts';
import type { DeskBellMethods, DeskBellProperties } from './surface.ts';
import { tokens } from './tokens.ts';
import type { Route } from './view.ts';
import { disclosureStation } from './views/disclosure.ts';
import { homeStation } from './views/home.ts';
import type { Strings } from './words/index.ts';

/**
 * A support desk: AI answers with sources, feedback, and the way to a person.
 *
 * @slot launcher-icon - The picture on the launcher.
 * @slot header - In place of the view's title.
 * @slot empty - On the first view, beneath the greeting.
 * @slot footer - At the foot of the window.
 */
export class DeskBell extends LitElement implements DeskHost, DeskBellProperties, DeskBellMethods {
	static override properties = {
		api: {},
		path: {},
		mode: { reflect: true },
		position: { reflect: true },
		locale: {},
		theme: { reflect: true },
		accent: {},
		density: { reflect: true },
		open: { type: Boolean, reflect: true },
		token: {},
		caseForm: { attribute: 'case-form' },
		imageHosts: { attribute: 'image-hosts' },
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
	declare path: string;
	declare mode: Settings['mode'];
	declare position: Settings['position'];
	declare locale: string;
	declare theme: Settings['theme'];
	declare accent: string;
	declare density: Density;
	declare caseForm: Settings['caseForm'];
	declare imageHosts: string | readonly string[];
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
	#opener: HTMLElement | null = null;
	#drawn = false;
	#keyboard: object | null = null;
	#shown: readonly (Route | Station)[] = [];
	#hush: ReturnType<typeof setTimeout> | undefined;

	constructor() {
		super();
		Object.assign(this, { mode: 'launcher', position: 'end', locale: 'auto', theme: 'auto', open: false });
		Object.assign(this, { token: null, getToken: null, context: null, beforeSend: null, starters: [], strings: {} });
	}

	/** Moved by `moveBefore`: nothing has to be left and found again. */
	connectedMoveCallback(): void {}

	protected override willUpdate(changed: PropertyValues<this>): void {
		this.#focused = !!this.shadowRoot?.activeElement;
		if (changed.has('context')) refuseLargeContext(this);
		if (!this.hasUpdated) this.locale = chosenLocale() ?? this.locale;
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
		this.#follow();
	}

	/** Another view begins at its top; and the focus, where the desk has it, goes along. */
	#follow(): void {
		const root = this.renderRoot;
		const { view } = this.#desk;
		const [route, station] = this.#shown;
		this.#shown = [view.route, this.#stations.at(view)];
		const moved = route !== view.route;
		const drawn = station !== this.#shown[1];
		if (moved || drawn) root.querySelector('.body')?.scrollTo(0, 0);
		if (!this.#focused || !this.open) return;
		if (moved || (drawn && focusedElement()?.matches('[data-heading]'))) focusView(root);
		// Not at once: who took the control away may know better where the focus belongs.
		else if (isLost()) setTimeout(() => isLost() && focusView(root));
	}

	async #speak(first: boolean): Promise<void> {
		await this.#desk.speak();
		if (first) emit(this, 'deskbell:ready', { language: this.#desk.language });
	}

	#turned(): void {
		emit(this, this.open ? 'deskbell:open' : 'deskbell:close', null);
		if (this.open && matchMedia('(pointer: coarse)').matches) this.#watchKeyboard().catch(() => null);
		if (this.open) void this.#desk.opened().then(() => this.#stations.prepare('chat'));
		else this.#desk.cases.deafen();
	}

	async show(): Promise<void> {
		if (this.open) return;
		this.#opener = focusedElement();
		this.open = true;
		await this.updateComplete;
		focusView(this.renderRoot);
	}

	async hide(): Promise<void> {
		if (!this.open || this.settings.mode === 'inline') return;
		const within = this.shadowRoot?.activeElement;
		this.open = false;
		await this.updateComplete;
		if (!within) return;
		const opener = this.#opener?.isConnected ? this.#opener : this.renderRoot.querySelector<HTMLElement>('.launcher');
		opener?.focus();
	}

	async toggle(): Promise<void> {
		await (this.open ? this.hide() : this.show());
	}

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
		// By a cookie a visitor becomes a person without any token of the page's.
		if (this.hasUpdated) this.#desk.identify(token);
	}

	async setContext(data: Record<string, unknown> | null): Promise<void> {
		this.context = data;
		await this.updateComplete;
		if (data && !this.context) throw new RangeError('context: more than 4 KiB');
	}

	async focusComposer(): Promise<void> {
		await this.show();
		await this.updateComplete;
		this.renderRoot.querySelector<HTMLElement>('[data-input]')?.focus();
	}

	async destroy(): Promise<void> {
		this.remove();
	}

	/** Said once, and after five seconds no longer there for who reads on with a screen reader's cursor. */
	announce(text: string): void {
		if (text && !this.isConnected) return;
		this.#said = text;
		this.requestUpdate();
		clearTimeout(this.#hush);
		if (text) this.#hush = setTimeout(() => this.announce(''), 5_000);
	}

	/** Only a touch screen has a keyboard that takes room. Without this piece it covers some; the next opening tries again. */
	async #watchKeyboard(): Promise<void> {
		const { Viewport } = await import('./viewport.ts');
		this.#keyboard ??= new Viewport(this);
	}

	wear({ styleSheet }: CSSResult): void {
		if (styleSheet) (this.renderRoot as ShadowRoot).adoptedStyleSheets.push(styleSheet);
	}

	protected override render(): TemplateResult {
		const { mode, position } = this.settings;
		const desk = this.#desk;
		return html`<div class="desk as-${mode} ${position} ${this.open ? 'opened' : ''}" lang=${desk.language} dir=${desk.language === 'ar' ? 'rtl' : 'ltr'}>
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

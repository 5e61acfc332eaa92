// The file list: uploads that stay in this browser and follow the limits of the signed-in person's plan.

import './page.ts';
import { tell } from './parts/deskbell.ts';
import { icon, make, need } from './parts/dom.ts';
import { capital, signedIn } from './parts/signed-in.ts';

interface Upload {
	name: string;
	size: number;
}

interface Plan {
	largest: number;
	largestText: string;
	storage: string;
	/** Percent of the storage that is used. */
	used: number;
}

const megabyte = 1_000_000;
const free: Plan = { largest: 50 * megabyte, largestText: '50 MB', storage: '3.1 of 5 GB used', used: 62 };
const plans: Readonly<Record<string, Plan>> = {
	free,
	plus: { largest: 2_000 * megabyte, largestText: '2 GB', storage: '214 GB of 1 TB used', used: 21 },
	business: { largest: 50_000 * megabyte, largestText: '50 GB', storage: '1.9 of 9 TB used', used: 21 },
};

const { person } = await signedIn();
const planName = person.plan ?? 'business';
const plan = plans[planName] ?? free;
const tray = need('[data-tray]');

need('[data-plan]').textContent = `${capital(planName)} plan`;
need('[data-storage]').textContent = plan.storage;
need('[data-meter]').setAttribute('value', String(plan.used));
need('[data-notice]').hidden = true;
need<HTMLInputElement>('[data-upload]').addEventListener('change', (event) => {
	const field = event.currentTarget;
	if (field instanceof HTMLInputElement) [...(field.files ?? [])].forEach(take);
});
take({ name: 'harbour-walkthrough.mp4', size: 184_320_000 });

function take(upload: Upload): void {
	const row = make('li');
	tray.prepend(row);
	if (upload.size > plan.largest) refuse(upload, row);
	else send(upload, row);
}

function refuse(upload: Upload, row: HTMLElement): void {
	row.className = 'failed';
	row.replaceChildren(
		kindOf(upload.name),
		make(
			'div',
			{},
			make('b', { text: upload.name }),
			make('small', { text: `${sizeOf(upload)} · failed: too large for your plan (E1042)` }),
		),
		make('button', {
			class: 'button quiet small',
			text: 'Retry',
			attributes: { type: 'button' },
			onClick: () => refuse(upload, row),
		}),
		make('button', {
			class: 'button small',
			text: 'Ask for help',
			attributes: {
				type: 'button',
				'data-ask': `I can't upload files larger than ${plan.largestText.replace(' ', '')}`,
			},
		}),
	);
	need('[data-failed-name]').textContent = upload.name;
	need('[data-failed-size]').textContent = sizeOf(upload);
	need('[data-limit]').textContent = plan.largestText;
	need('[data-notice]').hidden = false;
	tell(['setContext', { page: location.pathname, plan: planName, error_code: 'E1042', file_size: upload.size }]);
}

function send(upload: Upload, row: HTMLElement): void {
	const bar = make('progress', { attributes: { max: 100, value: 0, 'aria-label': `Uploading ${upload.name}` } });
	row.replaceChildren(kindOf(upload.name), make('div', {}, make('b', { text: upload.name }), bar));
	const step = setInterval(() => {
		bar.value += 6;
		if (bar.value < 100) return;
		clearInterval(step);
		row.className = 'done';
		bar.replaceWith(make('small', { text: `${sizeOf(upload)} · done` }));
		list(upload);
	}, 90);
}

function list(upload: Upload): void {
	need('[data-files]').prepend(
		make(
			'tr',
			{},
			make('td', {}, kindOf(upload.name), upload.name),
			make('td', { text: 'Just now' }),
			make('td', { text: sizeOf(upload) }),
		),
	);
}

function kindOf(name: string): HTMLElement {
	const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
	const kinds = { video: 'mp4 mov webm mkv', image: 'jpg jpeg png webp heic tiff', sheet: 'xlsx csv ods' };
	const kind = Object.entries(kinds).find(([, endings]) => endings.split(' ').includes(ending))?.[0] ?? 'file';
	return make('span', { class: `kind ${kind}` }, icon(kind));
}

function sizeOf({ size }: Upload): string {
	if (size < megabyte) return `${Math.max(1, Math.round(size / 1000))} KB`;
	const [amount, unit] = size < 1000 * megabyte ? [size / megabyte, 'MB'] : [size / (1000 * megabyte), 'GB'];
	return `${amount.toLocaleString('en', { maximumFractionDigits: amount < 100 ? 1 : 0 })} ${unit}`;
}

// Values to fill templates with: every way of writing that is common, with right check digits, and none of a real person.

/** The same every time, so that figures can be compared. */
function createDigits(seed: number): (count: number, first?: string) => string {
	let state = seed;
	const digit = () => {
		state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
		return (state >>> 16) % 10;
	};
	return (count, first = '0123456789') =>
		Array.from({ length: count }, (_, at) =>
			at === 0 ? (first[digit() % first.length] as string) : String(digit()),
		).join('');
}

const digits = createDigits(4711);

function card(prefix: string, length: number): string {
	const body = prefix + digits(length - prefix.length - 1);
	const sum = [...body].toReversed().reduce((total, character, at) => {
		const value = Number(character) * (at % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return body + ((10 - (sum % 10)) % 10);
}

function iban(country: string, account: string): string {
	const value = [...`${account}${country}00`].map((character) => Number.parseInt(character, 36)).join('');
	return country + String(98n - (BigInt(value) % 97n)).padStart(2, '0') + account;
}

const grouped = (text: string, size: number, by = ' ') => text.match(new RegExp(`.{1,${size}}`, 'g'))?.join(by) ?? text;

const cards = [
	...['4', '4', '51', '55', '2221', '6011', '3528'].map((prefix) => card(prefix, 16)),
	...['34', '37'].map((prefix) => card(prefix, 15)),
	...['30', '36', '38'].map((prefix) => card(prefix, 14)),
	card('4', 13),
	card('4', 19),
	card('5018', 12),
];

const area = () => digits(3, '23456789');
const american = () => [area(), area(), digits(4)] as const;

const phones = Array.from({ length: 4 }, () => {
	const [one, two, three] = american();
	return [
		`${one}-${two}-${three}`,
		`${one}.${two}.${three}`,
		`(${one}) ${two}-${three}`,
		`(${one})${two}-${three}`,
		`+1-${one}-${two}-${three}`,
		`001-${one}-${two}-${three}`,
		`+1 ${one} ${two} ${three}`,
		`${one}-${two}-${three}x${digits(3)}`,
		`(${one})${two}-${three}x${digits(4)}`,
		`${one}${two}${three}`,
		`+49 30 ${digits(7, '23456789')}`,
		`+44 20 ${digits(4)} ${digits(4)}`,
		`0171 ${digits(7)}`,
		`01 ${grouped(digits(8), 2)}`,
		`+33 6 ${grouped(digits(8), 2)}`,
		`020 ${digits(4)} ${digits(4)}`,
	];
}).flat();

const ibans = [
	iban('DE', digits(18)),
	iban('GB', `NWBK${digits(14)}`),
	iban('NL', `ABNA${digits(10)}`),
	iban('FR', digits(23)),
	iban('ES', digits(20)),
	iban('CH', digits(17)),
	iban('PL', digits(24)),
];

/** By the name of the gap in a template. */
export const personalValues: Readonly<Record<string, readonly string[]>> = {
	credit_card_number: [
		...cards,
		...cards.map((each) => grouped(each, 4)),
		...cards.map((each) => grouped(each, 4, '-')),
	],
	email: [
		'jane.roe@mail.example',
		'j_roe+shop@example.co.uk',
		'jürgen@firma.example',
		'x@y.example',
		'JANE@EXAMPLE.ORG',
	],
	iban: [...ibans, ...ibans.map((each) => grouped(each, 4))],
	phone_number: phones,
	ssn: ['219-09-9999', '457 55 5462', '123-45-6789'],
	ip_address: ['203.0.113.7', '198.51.100.23', '2001:0db8:85a3:0000:0000:8a2e:0370:7334'],
};

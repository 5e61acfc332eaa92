// Tickets by e-mail: one letter in plain text, whose Message-ID is the case, so that a help desk knows it again.

import { createTransport, type NodemailerError, type SendMailOptions } from 'nodemailer';
import { ConnectorFault, type ConnectorReason } from '../../core/connector.ts';
import type { TicketConnector } from '../../core/ports.ts';
import type { ConnectorOf } from '../../options/connector.ts';
import { reasonOf } from '../egress.ts';
import { fitted, type Letter, letterOf } from './letter.ts';
import { type Remark, remarkOf } from './remark.ts';
import { sectionsOf, textOf } from './sections.ts';

type Options = ConnectorOf<'email'>;

export function createEmail(options: Options): TicketConnector {
	const transport = createTransport(serverOf(options));

	async function send(mail: SendMailOptions): Promise<void> {
		const signal = AbortSignal.timeout(options.timeoutMs);
		try {
			await transport.sendMail({ ...mail, signal });
		} catch (cause) {
			throw faultOf(cause, signal.aborted);
		}
	}

	return {
		async create(handoff) {
			const letter = fitted(letterOf(handoff), (cut) => bodyOf(cut).length <= LONGEST);
			await send(mailOf(letter, options));
			return { ticketId: letter.caseId, ticketUrl: addressOf(letter, options) };
		},
		comment: (said) => send(replyOf(remarkOf(said), options)),
	};
}

const LONGEST = 100_000;

function serverOf({ smtp, requireTls, timeoutMs }: Options) {
	const { protocol, hostname, port, username, password } = new URL(smtp);
	const secure = protocol === 'smtps:';
	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port) || (secure ? 465 : 587),
		secure,
		requireTLS: !secure && requireTls,
		connectionTimeout: timeoutMs,
		greetingTimeout: timeoutMs,
		socketTimeout: timeoutMs,
		...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
	};
}

/** No `Auto-Submitted`: help desks set letters aside that say they come from a machine. */
function mailOf(letter: Letter, options: Options): SendMailOptions {
	const { caseId, subject } = letter;
	return { ...envelopeOf(letter, options), subject, text: bodyOf(letter), messageId: messageIdOf(caseId, options) };
}

/** An answer to the first letter: a help desk adds it to the ticket that it made of that one. */
function replyOf(remark: Remark, options: Options): SendMailOptions {
	const { caseId, commentId, head, text } = remark;
	const first = messageIdOf(caseId, options);
	return {
		...envelopeOf(remark, options),
		subject: `Re: [${caseId}]`,
		text: textOf([{ heading: 'Comment', blocks: [{ label: head, text }] }], (heading) => heading.toUpperCase(), '> '),
		messageId: messageIdOf(commentId, options),
		inReplyTo: first,
		references: first,
	};
}

function envelopeOf({ caseId, customer }: Pick<Letter, 'caseId'> & Pick<Remark, 'customer'>, { from, to }: Options) {
	return {
		from,
		to,
		headers: { 'X-Deskbell-Case': caseId },
		...(customer.email && { replyTo: { name: customer.name, address: customer.email } }),
		disableFileAccess: true,
		disableUrlAccess: true,
	};
}

function messageIdOf(id: string, { from }: Options): string {
	return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

function bodyOf(letter: Letter): string {
	return textOf(sectionsOf(letter), (heading) => heading.toUpperCase(), '> ');
}

function addressOf({ caseId }: Letter, { ticketUrl, to }: Options): string {
	return ticketUrl?.replaceAll('{ticketId}', caseId) ?? `mailto:${to}?subject=${encodeURIComponent(`[${caseId}]`)}`;
}

// biome-ignore format: a table
const BY_CODE: Readonly<Record<string, readonly [reason: ConnectorReason, what: string]>> = {
	EAUTH:     ['auth', 'refused the user or the password: look at `smtp` in the options'],
	ENOAUTH:   ['auth', 'wants a user and a password: name them in `smtp`'],
	ETLS:      ['invalid', 'offers no TLS that can be trusted: use `smtps:`, or mend its certificate'],
	EENVELOPE: ['invalid', 'does not take letters from `from` to `to`'],
	EMESSAGE:  ['invalid', 'refused the letter'],
	EDNS:      ['unavailable', 'was not found in DNS: look at `smtp` in the options'],
};

/** @param late whether we gave up ourselves */
function faultOf(cause: unknown, late: boolean): ConnectorFault {
	const { code = '', originalCode = '', responseCode } = cause as Partial<NodemailerError>;
	if (late || code === 'ETIMEDOUT') return fault('unavailable', 'did not answer in time', cause);
	const answered = responseCode ? ` (${responseCode})` : '';
	// A server that answers 4xx asks for another try, whatever the command was.
	if (responseCode && responseCode < 500) return fault('unavailable', `cannot take the letter now${answered}`, cause);
	const known = reasonOf(originalCode) === 'tls' ? 'ETLS' : code;
	const [reason, what] = BY_CODE[known] ?? ['unavailable', 'cannot be reached'];
	return fault(reason, `${what}${answered}`, cause);
}

function fault(reason: ConnectorReason, what: string, cause: unknown): ConnectorFault {
	return new ConnectorFault(reason, `The mail server ${what}.`, { cause });
}

// `deskbell doctor`: is everything there that a desk needs, and what is to be done where it is not?

import { databaseFindings } from './doctor-database.ts';
import { embeddingFindings } from './doctor-embeddings.ts';
import { modelFindings } from './doctor-model.ts';
import { processFindings } from './doctor-process.ts';
import { redisFindings } from './doctor-redis.ts';
import type { Examined, Finding } from './finding.ts';

/** One after the other: what one part needs of the machine must not make another look slow. */
export async function examine(examined: Examined): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const look of [processFindings, databaseFindings, modelFindings, embeddingFindings, redisFindings])
		findings.push(...(await look(examined)));
	return findings.map((finding) => withoutSecrets(finding, examined));
}

/** Whatever a driver or a server says of itself may repeat what it was given. */
function withoutSecrets(finding: Finding, { db, secret, model, embeddings, redis }: Examined): Finding {
	const given = [passwordIn(db), secret, model?.apiKey ?? '', embeddings?.apiKey ?? '', passwordIn(redis ?? '')];
	const hide = (text: string) => given.filter(Boolean).reduce((left, each) => left.replaceAll(each, '…'), text);
	return { ...finding, found: hide(finding.found), advice: finding.advice && hide(finding.advice) };
}

function passwordIn(url: string): string {
	const { password } = URL.parse(url) ?? { password: '' };
	return decodeURIComponent(password);
}

export function hasFailed(findings: readonly Finding[]): boolean {
	return findings.some(({ state }) => state === 'fail');
}

/** A line each, and what to do under it. */
export function report(findings: readonly Finding[]): string {
	const width = Math.max(...findings.map(({ check }) => check.length));
	return findings
		.map(({ check, state, found, advice }) => {
			const line = `${state.padEnd(4)}  ${check.padEnd(width)}  ${found}`;
			return advice ? `${line}\n${' '.repeat(width + 8)}→ ${advice}` : line;
		})
		.join('\n');
}

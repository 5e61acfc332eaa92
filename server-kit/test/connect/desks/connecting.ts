// A connector made as the kit makes it: options checked, then chosen by their type.

import assert from 'node:assert/strict';
import { createConnector } from '../../../src/connect/connectors/index.ts';
import { ConnectorFault, type ConnectorReason } from '../../../src/core/connector.ts';
import type { TicketConnector } from '../../../src/core/ports.ts';
import { connector as schema } from '../../../src/options/connector.ts';
import { createTestClock, type TestClock } from '../../../src/testing/clock.ts';

export function connect(
	options: Parameters<typeof schema.parse>[0],
	clock: TestClock = createTestClock(),
): TicketConnector {
	const made = createConnector(schema.parse(options), clock);
	assert.ok(made);
	return made;
}

export async function failsWith(reason: ConnectorReason, making: Promise<unknown>): Promise<ConnectorFault> {
	const fault = await making.then(
		() => assert.fail('it was made'),
		(cause: unknown) => cause,
	);
	assert.ok(fault instanceof ConnectorFault, String(fault));
	assert.equal(fault.reason, reason, fault.message);
	return fault;
}

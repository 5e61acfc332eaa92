// Which IP addresses a request may go to: public ones. By IANA's registries of special-purpose addresses.

import { BlockList, isIPv4, isIPv6 } from 'node:net';

type Range = readonly [network: string, prefix: number];

/** The host's own networks: for development only. */
const INNER_V4: readonly Range[] = [
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
];

/** Nobody's web server, or a cloud's metadata, which hands out keys to whoever asks: not even for development. */
const NEVER_V4: readonly Range[] = [
	['0.0.0.0', 8],
	['100.100.100.200', 32],
	['168.63.129.16', 32],
	['169.254.0.0', 16],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
];

const INNER_V6: readonly Range[] = [
	['::1', 128],
	['fc00::', 7],
];

/** Outside of 2000::/3 nothing is public. `2001::` holds Teredo, `2002::` 6to4: both wrap other addresses. */
const NEVER_V6: readonly Range[] = [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20],
	['fd00:ec2::', 32],
];

const inner = listOf(INNER_V4, INNER_V6);
const never = listOf(NEVER_V4, NEVER_V6);
const global = listOf([], [['2000::', 3]]);
const wrapping = listOf(
	[],
	[
		['::ffff:0:0', 96],
		['64:ff9b::', 96],
	],
);

function listOf(v4: readonly Range[], v6: readonly Range[]): BlockList {
	const list = new BlockList();
	for (const [network, prefix] of v4) list.addSubnet(network, prefix, 'ipv4');
	for (const [network, prefix] of v6) list.addSubnet(network, prefix, 'ipv6');
	return list;
}

/** @param allowInner loopback, private and unique local addresses are fine too */
export function mayConnect(address: string, allowInner: boolean): boolean {
	if (isIPv4(address)) return !never.check(address) && (allowInner || !inner.check(address));
	// A zone names an interface of this machine: such an address is never far away.
	if (!isIPv6(address) || address.includes('%')) return false;
	if (wrapping.check(address, 'ipv6')) return mayConnect(wrapped(address), allowInner);
	if (never.check(address, 'ipv6')) return false;
	return global.check(address, 'ipv6') || (allowInner && inner.check(address, 'ipv6'));
}

/** The IPv4 address in the last 32 bits: of an IPv4-mapped address, or one of NAT64's. */
function wrapped(address: string): string {
	const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
	const [high = '0', low = '0'] = canonical.split(':').slice(-2);
	const bits = [high, low].map((group) => Number.parseInt(group || '0', 16));
	return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}

// The desk's cases as they stand on the wire, and times in words.

export const statuses = ['open', 'pending', 'resolved', 'closed'] as const;

export interface Case {
	id: number;
	number: string;
	subject: string;
	description: string;
	priority: string;
	status: (typeof statuses)[number];
	userId: string;
	customerName: string | null;
	handover?: { summary: string; attempted: string[] } | null;
	/** Epoch milliseconds, as all times here. */
	createdAt: number;
	updatedAt: number;
	comments?: Comment[];
}

export interface Comment {
	id: number;
	author: { type: 'customer' | 'agent' | 'system'; name: string | null };
	visibility: 'public' | 'internal';
	body: string;
	createdAt: number;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

export function since(time: number): string {
	const minutes = Math.round((time - Date.now()) / 60_000);
	if (minutes > -1) return 'just now';
	if (minutes > -60) return relative.format(minutes, 'minute');
	if (minutes > -60 * 36) return relative.format(Math.round(minutes / 60), 'hour');
	return relative.format(Math.round(minutes / (60 * 24)), 'day');
}

// The desk as a component: properties as props, events and methods through the ref.
'use client';

import '@deskbell/widget';
import type { DeskBell, DeskBellEvent } from '@deskbell/widget';
import { useEffect, useState } from 'react';

interface SupportProps {
	api: string;
	/** Declared outside of the component, or kept with `useCallback`: a new function is a new sign-in. */
	getToken: () => Promise<string>;
}

export function Support({ api, getToken }: SupportProps) {
	const [desk, setDesk] = useState<DeskBell | null>(null);
	const [asked, setAsked] = useState('nothing yet');
	// What a server renders has no functions in it, and React does not add them to it later: the desk comes in the browser.
	const [mounted, setMounted] = useState(false);

	useEffect(() => setMounted(true), []);
	useEffect(() => {
		const hear = ({ detail }: DeskBellEvent<'deskbell:message'>) => {
			if (detail.role === 'user') setAsked(detail.content);
		};
		desk?.addEventListener('deskbell:message', hear);
		return () => desk?.removeEventListener('deskbell:message', hear);
	}, [desk]);

	return (
		<section>
			<p>
				Asked last: <output>{asked}</output>
			</p>
			<button type="button" onClick={() => desk?.ask('How large may a file be?')}>
				Ask about large files
			</button>
			<div style={{ blockSize: 640, inlineSize: 420 }}>
				{mounted && <desk-bell ref={setDesk} api={api} mode="inline" getToken={getToken} />}
			</div>
		</section>
	);
}

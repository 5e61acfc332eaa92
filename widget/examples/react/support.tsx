// The desk as a component: properties as props, events and methods through the ref.

import '@deskbell/widget';
import type { DeskBell, DeskBellEvent } from '@deskbell/widget';
import { useEffect, useRef, useState } from 'react';

interface SupportProps {
	api: string;
	/** Declared outside of the component, or kept with `useCallback`: a new function is a new sign-in. */
	getToken: () => Promise<string>;
}

export function Support({ api, getToken }: SupportProps) {
	const desk = useRef<DeskBell>(null);
	const [asked, setAsked] = useState('nothing yet');

	useEffect(() => {
		const element = desk.current;
		const hear = ({ detail }: DeskBellEvent<'deskbell:message'>) => {
			if (detail.role === 'user') setAsked(detail.content);
		};
		element?.addEventListener('deskbell:message', hear);
		return () => element?.removeEventListener('deskbell:message', hear);
	}, []);

	return (
		<section>
			<p>
				Asked last: <output>{asked}</output>
			</p>
			<button type="button" onClick={() => desk.current?.ask('How large may a file be?')}>
				Ask about large files
			</button>
			<div style={{ blockSize: 640, inlineSize: 420 }}>
				<desk-bell ref={desk} api={api} mode="inline" getToken={getToken} />
			</div>
		</section>
	);
}

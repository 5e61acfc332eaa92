// Tells TypeScript what <desk-bell> takes in JSX. Copy it into your own app as it is.

import type { DeskBell, DeskBellConfig } from '@deskbell/widget';
import type { HTMLAttributes, RefAttributes } from 'react';

declare module 'react' {
	namespace JSX {
		interface IntrinsicElements {
			'desk-bell': DeskBellConfig & HTMLAttributes<DeskBell> & RefAttributes<DeskBell>;
		}
	}
}

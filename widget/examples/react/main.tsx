// A page with a button that opens the desk in it and closes it again.

import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Support } from './support.tsx';

const place = document.getElementById('app') as HTMLElement;
const { api = '' } = place.dataset;
const getToken = async () => (await fetch('/support-token')).text();

function App() {
	const [open, setOpen] = useState(false);
	return (
		<>
			<button type="button" onClick={() => setOpen(!open)}>
				{open ? 'Close support' : 'Get support'}
			</button>
			{open && <Support api={api} getToken={getToken} />}
		</>
	);
}

createRoot(place).render(<App />);

// Svelte needs no word about custom elements.

import { svelte } from '@sveltejs/vite-plugin-svelte';

export default { plugins: [svelte()] };

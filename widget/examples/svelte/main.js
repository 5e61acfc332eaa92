// Starts the app in its place.

import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
mount(App, { target, props: { api: target.dataset.api } });

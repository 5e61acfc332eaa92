// Starts the app in its place.

import { createApp } from 'vue';
import App from './App.vue';

const place = document.getElementById('app');
createApp(App, { api: place.dataset.api }).mount(place);

// The table of scenes: every view of the widget in every state.

import type { Scene } from './scene.ts';
import { personScenes } from './scenes-person.ts';
import { startScenes } from './scenes-start.ts';
import { threadScenes } from './scenes-thread.ts';

export const scenes: readonly Scene[] = [...startScenes, ...threadScenes, ...personScenes];

import { rmSync } from 'node:fs';
import { bundleAction } from './bundle.mjs';
import { writeInventory } from './inventory.mjs';

rmSync('dist', { recursive: true, force: true });
writeInventory('dist', bundleAction('dist'));
console.log('dist/ is built.');

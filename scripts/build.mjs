import { rmSync } from 'node:fs';
import { bundle } from './bundle.mjs';
import { writeInventory } from './bundled.mjs';

rmSync('dist', { recursive: true, force: true });
writeInventory('dist', bundle('dist'));
console.log('dist/ is built.');

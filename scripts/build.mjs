import { rmSync } from 'node:fs';
import { bundle } from './bundle.mjs';
import { writeInventory } from './inventory.mjs';

rmSync('dist', { recursive: true, force: true });
writeInventory('dist', bundle('dist', 'src/main.ts'));
console.log('dist/ is built.');

import './late.mjs';

export * from '../../node_modules/@actions/github/lib/github.js';

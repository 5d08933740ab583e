import './late.mjs';

export * from '../../node_modules/@actions/artifact/lib/artifact.js';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        // Separate maps are faster, but coverage takes three times as long with them.
        sourceMaps: process.argv.includes('--coverage') ? 'inline' : true,
      },
    ],
  },
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  coverageReporters: ['text', 'json-summary'],
  testTimeout: 60_000,
  testSequencer: './scripts/slow-first.mjs',
  maxWorkers: '100%',
};

const PARTS = '__tests__/parts';

/** @type {import('jest').Config} */
export default {
  testEnvironment: './scripts/native-environment.cjs',
  runtime: './scripts/native-runtime.cjs',
  transform: {},
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // They need programs that few machines have: `npm run test:parts`.
  testPathIgnorePatterns: process.argv.some((each) => each.startsWith(PARTS)) ? [] : [PARTS],
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  coverageProvider: 'v8',
  coverageThreshold: { global: { lines: 95, branches: 95, functions: 95 } },
  coverageReporters: ['text', 'json-summary'],
  testTimeout: 60_000,
  testSequencer: './scripts/slow-first.mjs',
  maxWorkers: '100%',
};

import { existsSync, readFileSync } from 'node:fs';

const TO_COMMONJS = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  // Separate maps are faster, but coverage takes three times as long with them.
  sourceMaps: process.argv.includes('--coverage') ? 'inline' : true,
};

/** The names of the installed packages that are ES modules. */
function listModulePackages() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.keys(packages)
    .filter((folder) => folder !== '' && existsSync(`${folder}/package.json`))
    .filter(
      (folder) => JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).type === 'module',
    )
    .map((folder) => folder.replace(/.*node_modules\//, ''));
}

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // Everything becomes CommonJS, packages too: for ES modules Node needs a flag with which all tests
  // take 1.5 times as long.
  resolver: './scripts/resolve-module.cjs',
  transform: { '\\.(ts|js)$': ['@swc/jest', TO_COMMONJS] },
  transformIgnorePatterns: [
    `/node_modules/(?!.*/node_modules/)(?!(?:${listModulePackages().join('|')})/)`,
  ],
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  coverageReporters: ['text', 'json-summary'],
  testTimeout: 60_000,
  testSequencer: './scripts/slow-first.mjs',
  maxWorkers: '100%',
  // Jest keeps what the files before have loaded; a worker of 180 files would need over 4 GB.
  workerIdleMemoryLimit: '1GB',
};

import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** Who may know whom: each folder of src names the folders that it must not import. */
const layer = (folder, forbidden) => ({
  files: [`src/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: forbidden.map((name) => ({
          group: [name],
          message: `src/${folder} must not know this (ARCHITECTURE.md, "Who may know whom").`,
        })),
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // An empty text of the cloud says nothing, just as an absent one.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/main.ts', 'src/github/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'process', message: 'Only src/main.ts and src/github may read the process.' },
      ],
      'no-console': 'error',
    },
  },
  layer('text', [
    '**/github/**',
    '**/tencent/**',
    '**/operations/**',
    '**/report/**',
    '**/rollout/**',
    '**/transfer/**',
    '**/run/**',
    '@actions/*',
    'undici',
    'node:*',
  ]),
  layer('rollout', [
    '**/github/**',
    '**/tencent/**',
    '**/operations/**',
    '**/report/**',
    '**/transfer/**',
    '**/run/**',
    '@actions/*',
    'undici',
    'node:*',
  ]),
  layer('tencent', ['**/github/**', '**/operations/**', '**/report/**', '**/run/**', '@actions/*']),
  layer('transfer', [
    '**/github/**',
    '**/operations/**',
    '**/report/**',
    '**/rollout/**',
    '**/run/**',
    '@actions/*',
  ]),
  layer('github', ['**/tencent/**', '**/operations/**', '**/rollout/**', '**/run/**']),
  {
    files: ['__tests__/**/*.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'jest/no-conditional-expect': 'error',
    },
  },
);

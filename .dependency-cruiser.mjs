// Who may import whom in src/, type imports included. `npm run check:imports` holds it.

/** Of a folder, nothing but its types. */
const types = (path) => ({ path: `^src/${path}`, dependencyTypes: ['type-only'] });
const NODE = { dependencyTypes: ['core'] };
const npm = (name) => ({ path: `(^|/)node_modules/${name}/` });

/** What errors and states are described with; only a medium formats it. */
const TEXTS = ['text/message.ts', 'text/text-error.ts'];

/**
 * Folders and files of src/, from the entry down to those that know nobody. Each may import itself
 * and what stands here, and one without a line nothing else.
 */
const MAY_IMPORT = {
  'main.ts': ['process-runtime.ts', 'run', 'github', npm('@actions/[^/]+')],
  'post.ts': ['post-runtime.ts', 'github/saved-state.ts'],
  'post-runtime.ts': ['process-runtime.ts', 'run', 'github'],
  'process-runtime.ts': [
    'run',
    'github',
    'tencent',
    'probe',
    'clock.ts',
    NODE,
    npm('@actions/[^/]+'),
  ],
  run: [
    'operations',
    'report',
    'github',
    'tencent',
    'text',
    types('clock'),
    types('identity'),
    npm('@actions/core'),
    npm('undici'),
  ],
  operations: [
    'report',
    'text',
    'rollout',
    'verification',
    'probe',
    'transfer',
    'tencent',
    types('clock'),
    types('github'),
    'github/artifact.ts',
    'github/inputs/operation-inputs.ts',
    'github/inputs/verify-parsers.ts',
    NODE,
  ],
  report: ['text', 'rollout', 'verification', 'transfer', 'tencent', types('github')],
  github: [
    'text',
    types('identity'),
    types('verification'),
    'loopback.ts',
    npm('@actions/(core|github)'),
    npm('undici'),
    NODE,
  ],
  transfer: [
    'tencent',
    'loopback.ts',
    'text/system-errors.ts',
    ...TEXTS,
    types('text/detail.ts'),
    npm('undici'),
    NODE,
  ],
  tencent: [
    types('clock'),
    types('rollout'),
    types('identity'),
    ...TEXTS,
    'loopback.ts',
    npm('undici'),
    NODE,
  ],
  rollout: ['text/message.ts'],
  probe: ['verification', 'tencent', types('clock'), npm('undici'), NODE],
  verification: [types('rollout')],
  'clock.ts': [NODE],
};

/** What GitHub's side and the cloud's side share; these files import nothing. */
const EVERYBODY_MAY_IMPORT = '^src/(identity|loopback)\\.ts$';

const allowed = Object.entries(MAY_IMPORT).flatMap(([name, targets]) =>
  targets.map((target) => ({
    from: { path: `^src/${name}(/|$)` },
    to: typeof target === 'string' ? { path: `^src/${target}(/|$)` } : target,
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }],
  allowed: [
    { from: { path: '^src/([^/]+)' }, to: { path: '^src/$1(/|$)' } },
    { from: {}, to: { path: EVERYBODY_MAY_IMPORT } },
    ...allowed,
  ],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  },
};

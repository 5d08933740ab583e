// Who may import whom in src/, type imports included. `npm run check:imports` holds it.

/** Of a folder, nothing but its types. */
const types = (path) => ({ path: `^src/${path}`, dependencyTypes: ['type-only'] });
const NODE = { dependencyTypes: ['core'] };
const npm = (name) => ({ path: `(^|/)node_modules/${name}/` });

/**
 * Folders and files of src/, from the entry down to those that know nobody. Each may import itself
 * and what stands here, and one without a line nothing else.
 */
const MAY_IMPORT = {
  'main.ts': ['run', 'github', 'tencent', 'clock.ts', npm('@actions/[^/]+')],
  run: [
    'operations',
    'report',
    'github',
    'tencent',
    types('clock'),
    npm('@actions/core'),
    npm('undici'),
  ],
  operations: [
    'report',
    'text',
    'rollout',
    'transfer',
    'tencent',
    types('clock'),
    types('github'),
    'github/artifact.ts',
    NODE,
  ],
  report: [
    'text',
    'rollout',
    'transfer',
    'tencent',
    'github',
    'operations/tem',
    types('operations'),
  ],
  github: ['text', npm('@actions/(core|github)'), npm('undici'), NODE],
  transfer: ['tencent', types('operations/operation.ts'), npm('undici'), NODE],
  tencent: [types('clock'), types('rollout'), npm('undici'), NODE],
  'clock.ts': [NODE],
};

const allowed = Object.entries(MAY_IMPORT).flatMap(([name, targets]) =>
  targets.map((target) => ({
    from: { path: `^src/${name}(/|$)` },
    to: typeof target === 'string' ? { path: `^src/${target}(/|$)` } : target,
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }],
  allowed: [{ from: { path: '^src/([^/]+)' }, to: { path: '^src/$1(/|$)' } }, ...allowed],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
  },
};

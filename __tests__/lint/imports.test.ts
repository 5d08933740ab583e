import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

// Plants forbidden imports in a copy of the folders of src/, and expects each to be reported.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

const FOLDERS = [
  'src',
  ...readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ parentPath, name }) => relative(ROOT, join(parentPath, name)).replaceAll('\\', '/')),
];

/** What each folder must not import, beside src/main.ts, which nobody may. */
const WALLS = [
  ['src/text', 'src/rollout'],
  ['src/rollout', 'src/text'],
  ['src/rollout', 'node:fs'],
  ['src/verification', 'src/text'],
  ['src/verification', 'src/probe'],
  ['src/probe', 'src/github'],
  ['src/report', 'src/probe'],
  ['src/tencent/cos', 'src/github'],
  ['src/tencent/services', 'src/operations'],
  ['src/github', 'src/tencent'],
  ['src/github/inputs', 'src/operations'],
  // It may import their types.
  ['src/tencent', 'src/rollout'],
  ['src/operations', 'src/github'],
  ['src/transfer', 'src/report'],
  ['src/report/summary', 'src/run'],
  ['src/report', 'src/operations'],
  ['src/report/summary', 'src/github'],
  ['src/operations/tem', 'src/run'],
  ['src/a-new-folder', 'src/text'],
] as const;

interface Report {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const folder = mkdtempSync(join(tmpdir(), 'imports-'));
let violations: string[] = [];

beforeAll(() => {
  for (const each of ['src/main.ts', ...FOLDERS.map((name) => `${name}/target.ts`)]) {
    write(each, 'export {};');
  }
  for (const name of FOLDERS) {
    write(`${name}/value.ts`, `import '${path(name, 'src/main.ts')}';`);
    write(`${name}/type.ts`, `import type {} from '${path(name, 'src/main.ts')}';`);
    write(`${name}/late.ts`, `await import('${path(name, 'src/main.ts')}');`);
    write(`${name}/circle.ts`, `import type {} from './round.ts';`);
    write(`${name}/round.ts`, `import type {} from './circle.ts';`);
  }
  for (const [index, [from, to]] of WALLS.entries()) {
    const target = to.startsWith('src/') ? path(from, `${to}/target.ts`) : to;
    write(`${from}/wall-${index}.ts`, `import '${target}';`);
  }
  violations = cruise();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(FOLDERS)('In %s', (name) => {
  it.each(['value', 'type', 'late'])('a forbidden import is reported (%s)', (kind) => {
    expect(violations).toContain(`not-in-allowed ${name}/${kind}.ts src/main.ts`);
  });

  it('a cycle is reported, though of types alone', () => {
    expect(violations).toContain(`no-cycle ${name}/circle.ts ${name}/round.ts`);
  });
});

it.each(WALLS.map((wall, index) => [...wall, index] as const))(
  'keeps %s from importing %s',
  (from, _, index) => {
    const planted = `not-in-allowed ${from}/wall-${index}.ts `;
    expect(violations.filter((violation) => violation.startsWith(planted))).toHaveLength(1);
  },
);

function write(name: string, code: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${code}\n`);
}

function path(from: string, to: string): string {
  const way = relative(from, to).replaceAll('\\', '/');
  return way.startsWith('.') ? way : `./${way}`;
}

/** Each violation as `RULE FROM TO`. */
function cruise(): string[] {
  const config = join(ROOT, '.dependency-cruiser.mjs');
  const command = [DEPCRUISE, '--config', config, '--output-type', 'json', 'src'];
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const { stdout } = spawnSync(process.execPath, command, options);
  const { summary } = JSON.parse(stdout) as Report;
  return summary.violations.map(({ rule, from, to }) => `${rule.name} ${from} ${to}`);
}

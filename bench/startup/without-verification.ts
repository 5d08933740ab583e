import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import type { ActionStep } from '../action-step.ts';
import { actionStep } from '../action-step.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What takes the place of the modules of the verification. */
const STUBS: Readonly<Record<string, string>> = {
  'github/inputs/verify-inputs.ts': 'export const VERIFY_INPUTS = {};',
  'operations/tem/check-verify-inputs.ts':
    'export const checkVerification = () => []; export const prepareVerification = async () => {};',
  'operations/tem/plan-verification.ts':
    'export const planVerification = async () => ({ changes: [], blockers: [] });',
  'operations/tem/verification-outcome.ts': 'export const describeUnverified = () => {};',
  'operations/tem/verification-step.ts':
    "export const createVerificationGate = () => async () => ({ kind: 'unaffected' });",
  'operations/tem/verify-rollout.ts': 'export const createRolloutVerifier = () => undefined;',
  'report/summary/verification-section.ts': "export const renderVerification = () => '';",
  'report/verification-output.ts': 'export const listVerification = () => [];',
  'text/messages/en/verification.ts': 'export const VERIFICATION = {};',
  'text/messages/zh-cn/verification.ts': 'export const VERIFICATION_ZH = {};',
};

/** Creates a step of the action without the verification, which is bundled in `folder`. */
export function unverifiedStep(inputs: Record<string, string>, folder: string): ActionStep {
  const step = actionStep(inputs, bundleWithoutVerification(folder));
  // The runner would not know its inputs, and looking for misspelled ones takes time.
  const variables = Object.entries(step.command.env ?? {});
  const env = Object.fromEntries(variables.filter(([name]) => !name.startsWith('INPUT_VERIFY-')));
  return { ...step, command: { ...step.command, env } };
}

/**
 * Bundles the action without the verification, from a copy of its source in `folder`. Returns the
 * path of its script.
 */
function bundleWithoutVerification(folder: string): string {
  const source = join(folder, 'src');
  mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, 'src'), source, { recursive: true });
  for (const name of ['package.json', 'tsconfig.json'])
    cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [path, code] of Object.entries(STUBS)) {
    const file = join(source, path);
    if (!existsSync(file)) throw new Error(`The verification has no module ${path} any more.`);
    writeFileSync(file, code);
  }
  bundle(join(folder, 'dist'), join(source, 'main.ts'));
  return join(folder, 'dist', 'index.js');
}

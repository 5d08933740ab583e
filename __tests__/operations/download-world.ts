import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_FUNCTION, DEMO_TASK } from '../../simulator/index.ts';
import type { FunctionSeed, TaskSeed } from '../../simulator/index.ts';
import type { ServiceRun, ServiceWorld } from './services.ts';
import { openServices } from './services.ts';

export const SCF = { operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName };
export const DLC = { operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId };

export const CODE = 'the code of the function';
export const CODE_SHA256 = createHash('sha256').update(CODE).digest('hex');
export const ROWS = 'id,name\n1,one\n';

/** A function with code. */
export function openScf(seed: Partial<FunctionSeed> = {}, noArtifact?: Error) {
  const functions = [{ ...DEMO_FUNCTION, code: Buffer.from(CODE), ...seed }];
  return openServices({ scf: { functions } }, noArtifact);
}

/** A task with a result. */
export function openDlc(seed: Partial<TaskSeed> = {}) {
  return openServices({ dlc: { tasks: [{ ...DEMO_TASK, content: ROWS, ...seed }] } });
}

/** What a file of the workspace holds; `undefined` where it is not there. */
export function readSaved({ workspace }: ServiceWorld, name: string): string | undefined {
  const path = join(workspace, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** The warnings of a run; only an error is neither expected nor one of them. */
export const warnings = ({ annotations }: ServiceRun) =>
  annotations.filter(({ kind }) => kind === 'warning');

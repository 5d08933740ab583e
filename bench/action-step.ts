import { fileURLToPath } from 'node:url';
import { layOutStep, inputVariables } from '../__tests__/support/process/step-files.ts';
import type { Command } from './process.ts';
import { nodeCommand } from './process.ts';

/** The built action. */
export const ACTION = fileURLToPath(new URL('../dist/index.js', import.meta.url));

export interface ActionStep {
  readonly command: Command;
  readonly workspace: string;
  readonly remove: () => void;
}

/** Creates a step as the runner starts it, of the built action or of another script. */
export function actionStep(inputs: Record<string, string>, script = ACTION): ActionStep {
  const step = layOutStep();
  const env = {
    PATH: process.env.PATH,
    ...step.environment,
    ...inputVariables({ 'secret-id': 'AKIDbench', 'secret-key': 'bench', ...inputs }),
  };
  const command = nodeCommand(script, { env, cwd: step.workspace });
  return {
    command,
    workspace: step.workspace,
    remove: () => {
      step.remove();
    },
  };
}

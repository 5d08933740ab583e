import type { Identity } from '../github/read-identity.ts';
import { readState } from '../github/step-state.ts';
import type { CommonInputs } from '../github/inputs/operation-inputs.ts';
import type { PendingRevert } from '../operations/tem/pending-revert.ts';
import { readPendingRevert } from '../operations/tem/pending-revert.ts';
import type { StepTemplate } from '../report/step-snippet.ts';
import type { Connection } from './connect-identity.ts';
import type { Runtime } from './runtime.ts';

/** The identity of a step, without its keys. */
export interface SavedIdentity extends Pick<Identity, 'roles'> {
  readonly base:
    | Extract<Identity['base'], { readonly source: 'oidc' }>
    | { readonly source: 'inputs' | 'environment' };
}

/**
 * What `post` needs to know about its step. It cannot read the inputs again: in nested composite
 * actions the runner passes none, or those of the outer action. It contains no secrets.
 */
export interface SavedStep {
  readonly operation: string;
  readonly connection: Connection;
  readonly identity: SavedIdentity;
  readonly template: StepTemplate;
  /** Whether the step writes a summary. */
  readonly summary: boolean;
}

/** Creates what `post` needs to know about a step with these inputs. */
export function createSavedStep(
  operation: string,
  { endpoint, language, region, summary }: Connection & Pick<CommonInputs, 'summary'>,
  { base, roles }: Identity,
  template: StepTemplate,
): SavedStep {
  return {
    operation,
    connection: { endpoint, language, region },
    identity: { base: base.source === 'oidc' ? base : { source: base.source }, roles },
    template,
    summary,
  };
}

/** What a cancelled step has left to `post`, and the step itself. */
export interface UnfinishedStep {
  readonly step: SavedStep;
  readonly pending: PendingRevert;
}

/** Reads what the main step has left to do; `undefined` if there is nothing. */
export function readUnfinishedStep(core: Runtime['core']): UnfinishedStep | undefined {
  const state = readState(core);
  const pending = readPendingRevert(state?.pending);
  return pending && isSavedStep(state?.step) ? { step: state.step, pending } : undefined;
}

/** This program wrote the state itself, so a check for missing fields is enough. */
function isSavedStep(value: unknown): value is SavedStep {
  if (typeof value !== 'object' || value === null) return false;
  return ['operation', 'connection', 'identity', 'template', 'summary'].every(
    (name) => name in value,
  );
}

import type { PendingRevert } from '../../src/operations/tem/pending-revert.ts';
import type { SavedStep } from '../../src/run/saved-step.ts';

/** What a cancelled step has left to `post`: a rollout of the simulator's demo application. */
export const PENDING: PendingRevert = {
  kind: 'tem-revert',
  applicationId: 'app-shop0001',
  environmentId: 'en-prod0001',
  revisionId: 'revision-mine0001',
  beforeRevisionId: '',
  deployVersion: 'v2.4.0',
  beforeStartTime: '',
  startTime: '',
  previousVersion: 'v2.3.9',
  isSent: false,
  isRedeployed: false,
};

/** A step that worked with keys from its inputs, at this endpoint. */
export function createSaved(endpoint: string, more: Partial<SavedStep> = {}): SavedStep {
  return {
    operation: 'tem-rolling-update',
    connection: { endpoint, language: 'zh-CN', region: 'ap-guangzhou' },
    identity: {
      base: { source: 'inputs' },
      roles: { roleArns: [], session: { roleSessionName: 'session', durationSeconds: 3600 } },
    },
    template: { uses: 'octo-org/deploy@v1', remarks: [], env: [], with: ['region: ap-guangzhou'] },
    summary: true,
    ...more,
  };
}

/** The state that the runner keeps from the main step for `post`. */
export function keep(step: SavedStep, pending: object = PENDING): { readonly state: string } {
  return { state: JSON.stringify({ pending, step }) };
}

import { readFileSync } from 'node:fs';
import { getEnv } from './runner-env.ts';
import type { WorkflowRun } from './workflow-run.ts';
import { readWorkflowRun } from './workflow-run.ts';

/** The parts of an event's payload that name a commit other than GITHUB_SHA. */
interface Payload {
  readonly pull_request?: { readonly head?: { readonly sha?: unknown } };
  readonly workflow_run?: { readonly head_sha?: unknown };
}

/**
 * Returns the commit that the workflow deploys, or '' if unknown. For pull requests and
 * `workflow_run` events this is the head commit, because GITHUB_SHA is a merge commit or the head
 * of the default branch there. Otherwise it is GITHUB_SHA.
 */
export function readDeployedCommit(env: NodeJS.ProcessEnv): string {
  const { pull_request: pull, workflow_run: run } = readPayload(env);
  const head = pull?.head?.sha ?? run?.head_sha;
  const isCommit = typeof head === 'string' && /^[\da-f]{40,64}$/i.test(head);
  return isCommit ? head : readWorkflowRun(env).sha;
}

/** Reads the workflow run, with the commit that it deploys. */
export function readDeployedRun(env: NodeJS.ProcessEnv): WorkflowRun {
  const { sha: mergeSha } = readWorkflowRun(env);
  return { ...readWorkflowRun({ ...env, GITHUB_SHA: readDeployedCommit(env) }), mergeSha };
}

/**
 * Reads the event's payload. Returns an empty one if it cannot be read; GITHUB_SHA is used then.
 */
function readPayload(env: NodeJS.ProcessEnv): Payload {
  const path = getEnv(env, 'GITHUB_EVENT_PATH');
  if (path === undefined) return {};
  try {
    const payload: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof payload === 'object' && payload !== null ? payload : {};
  } catch {
    return {};
  }
}

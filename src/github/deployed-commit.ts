import { readFileSync } from 'node:fs';
import { getEnv } from './runner-env.ts';
import type { WorkflowRun } from './workflow-run.ts';
import { readWorkflowRun } from './workflow-run.ts';

/** The part of an event's payload that names another commit than GITHUB_SHA. */
interface Payload {
  readonly pull_request?: { readonly head?: { readonly sha?: unknown } };
  readonly workflow_run?: { readonly head_sha?: unknown };
}

/**
 * The commit that the workflow deploys: the head of the pull request or of the workflow run that
 * started it, because GITHUB_SHA is a merge commit, or the default branch's, there. Otherwise
 * GITHUB_SHA; '' if that is unknown.
 */
export function readDeployedCommit(env: NodeJS.ProcessEnv): string {
  const { pull_request: pull, workflow_run: run } = readPayload(env);
  const head = pull?.head?.sha ?? run?.head_sha;
  const isCommit = typeof head === 'string' && /^[\da-f]{40,64}$/i.test(head);
  return isCommit ? head : readWorkflowRun(env).sha;
}

/** This run, with the commit that the workflow deploys. */
export function readDeployedRun(env: NodeJS.ProcessEnv): WorkflowRun {
  const { sha: mergeSha } = readWorkflowRun(env);
  return { ...readWorkflowRun({ ...env, GITHUB_SHA: readDeployedCommit(env) }), mergeSha };
}

/** Without a payload that can be read, GITHUB_SHA has to do. */
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

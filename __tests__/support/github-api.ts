import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeptComment } from './github-comments.ts';
import { answerComments } from './github-comments.ts';
import { readAll, startServer } from './http-server.ts';

export type Body = Readonly<Record<string, unknown>>;

/** A Deployment as GitHub keeps it. */
export interface KeptDeployment {
  readonly id: number;
  /** As it was asked for. */
  readonly request: Body;
  /** The statuses, the first one first. */
  readonly statuses: Body[];
}

/** The Deployments and the comments of one repository, in the parts that GitHub documents for it. */
export interface GithubApi {
  /** What GITHUB_API_URL says. */
  readonly url: string;
  readonly token: string;
  readonly deployments: readonly KeptDeployment[];
  /** Comments on pull requests, the first one first. */
  readonly comments: KeptComment[];
  /** Whether the job has the permission to write comments. */
  mayComment: boolean;
  /** Every request, as `METHOD path`. */
  readonly requests: readonly string[];
  /** Adds one that an earlier job began; gives its ID. */
  readonly add: () => number;
  /** Answers every later request so; without it as GitHub does. */
  refusal: { readonly status: number; readonly message: string } | undefined;
  /** Spoils the next request: an HTML page with this status, or a connection that is cut. */
  fault: number | 'cut' | undefined;
  /** Requests that get no answer at all. */
  isSilent: boolean;
  readonly close: () => Promise<void>;
}

const STATES = new Set('error failure inactive in_progress queued pending success'.split(' '));
const REPOSITORY = /^\/api\/v3\/repos\/octo-org\/shop(\/.*)$/;

/** Starts it on loopback, under a path as on Enterprise Server. */
export async function startGithubApi(): Promise<GithubApi> {
  const deployments: KeptDeployment[] = [];
  const requests: string[] = [];
  const comments: KeptComment[] = [];
  const token = 'ghs_theTokenOfTheJobEXAMPLE0123456789';
  const add = (request: Body = {}): number => {
    const id = 9_000_000_000 + deployments.length + 1;
    deployments.push({ id, request, statuses: [] });
    return id;
  };
  const server = await startServer(async (request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const body = JSON.parse((await readAll(request)).toString() || '{}') as Body;
    if (api.isSilent) return;
    const { fault } = api;
    api.fault = undefined;
    if (fault === 'cut') {
      response.destroy();
      return;
    }
    if (fault !== undefined) {
      response.writeHead(fault, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><html><title>Bad Gateway</title></html>');
      return;
    }
    const path = REPOSITORY.exec(request.url ?? '')?.[1] ?? '';
    if (path.startsWith('/issues/')) {
      const isKnown = request.headers.authorization === `token ${token}` && api.mayComment;
      const page = answerComments(comments, isKnown, { method: request.method, path, body });
      if (page.next)
        response.setHeader('link', `<${api.url}/repos/octo-org/shop${page.next}>; rel="next"`);
      respond(response, page.status, page.answer);
      return;
    }
    const [status, answer] = api.refusal
      ? [api.refusal.status, { message: api.refusal.message }]
      : answerTo(request, body, { add, deployments, token });
    respond(response, status, answer);
  });
  const api: GithubApi = {
    ...{ token, deployments, comments, requests, add: () => add(), mayComment: false },
    url: `${server.origin}/api/v3`,
    refusal: undefined,
    fault: undefined,
    isSilent: false,
    close: server.close,
  };
  return api;
}

interface Kept {
  readonly add: (request: Body) => number;
  readonly deployments: readonly KeptDeployment[];
  readonly token: string;
}

function answerTo(
  { headers, method, url = '' }: IncomingMessage,
  body: Body,
  { add, deployments, token }: Kept,
): [number, Body] {
  if (headers.authorization !== `token ${token}`) return [401, { message: 'Bad credentials' }];
  const path = REPOSITORY.exec(url)?.[1] ?? '';
  if (method === 'POST' && path === '/deployments') {
    if (typeof body.ref !== 'string') return [422, { message: 'Invalid request: ref' }];
    return [201, { id: add(body), url: `${url}/1` }];
  }
  const id = Number(/^\/deployments\/(\d+)\/statuses$/.exec(path)?.[1]);
  const deployment = deployments.find((each) => each.id === id);
  if (method !== 'POST' || deployment === undefined) return [404, { message: 'Not Found' }];
  const { description = '', state } = body;
  const isValid = STATES.has(String(state)) && String(description).length <= 140;
  if (!isValid) return [422, { message: 'Validation Failed' }];
  deployment.statuses.push(body);
  return [201, { id: deployment.statuses.length, state }];
}

function respond(response: ServerResponse, status: number, body: Body | readonly Body[]): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

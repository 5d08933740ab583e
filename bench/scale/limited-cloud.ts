import { ApiError, DEMO_APPLICATION, DEMO_CREDENTIALS } from '../../simulator/index.ts';
import type { Clock } from '../../simulator/index.ts';
import {
  dispatch,
  errorBody,
  readParameters,
  resultBody,
} from '../../simulator/gateway/api-request.ts';
import { temService, temWorld } from '../../simulator/tem/tem-service.ts';
import type { HttpResponse, HttpPost, Post } from '../../src/tencent/http.ts';

/** Requests per second that the API executes for each action; it rejects the others. */
export const LIMIT = 20;

export interface Request {
  readonly action: string;
  readonly at: number;
  readonly isRefused: boolean;
}

/** A simulated TEM with many applications and the API's rate limit, without HTTP. */
export interface LimitedCloud {
  readonly applicationIds: readonly string[];
  readonly requests: readonly Request[];
  readonly post: Post;
}

export function limitedCloud(applications: number, clock: Clock, limit = LIMIT): LimitedCloud {
  const applicationIds = Array.from({ length: applications }, (_, index) => `app-${index}`);
  const seeds = applicationIds.map((applicationId) => ({ ...DEMO_APPLICATION, applicationId }));
  const services = [temService(temWorld(seeds, clock), 'china', clock)];
  const cloud = { services, credentials: [DEMO_CREDENTIALS] };
  const requests: Request[] = [];
  const executed = new Map<string, number>();

  const isRefused = (action: string) => {
    const second = `${action} ${Math.floor(clock.now() / 1000)}`;
    const count = (executed.get(second) ?? 0) + 1;
    if (count <= limit) executed.set(second, count);
    return count > limit;
  };

  const perform = (call: HttpPost): HttpResponse => {
    const action = call.headers['x-tc-action'] ?? '';
    const refused = isRefused(action);
    requests.push({ action, at: clock.now(), isRefused: refused });
    try {
      if (refused) throw new ApiError('RequestLimitExceeded', 'Too many requests.');
      const fields = dispatch(requestOf(call, action), cloud, clock.now());
      return { status: 200, body: resultBody(fields, 'bench') };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 200, body: errorBody(error, 'bench') };
    }
  };

  return { applicationIds, requests, post: (call) => Promise.resolve(perform(call)) };
}

function requestOf({ url, headers, body }: HttpPost, action: string) {
  const bytes = Buffer.from(body);
  return {
    action,
    version: headers['x-tc-version'] ?? null,
    region: headers['x-tc-region'] ?? null,
    language: null,
    headers: { host: url.host, ...headers },
    body: bytes,
    parameters: readParameters(bytes),
  };
}

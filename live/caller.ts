import type { Clock } from '../src/clock.ts';
import type { Credentials } from '../src/tencent/credentials/credential-provider.ts';
import { getServiceUrl } from '../src/tencent/api-client.ts';
import type { Post } from '../src/tencent/http.ts';
import type { JsonObject } from '../src/tencent/json.ts';
import { asObject, parseJson } from '../src/tencent/json.ts';
import { tc3Authorization } from '../src/tencent/tc3-signature.ts';
import { VERSIONS } from './services.ts';

/** One call of the API. */
export interface CallRequest {
  readonly service: string;
  readonly action: string;
  readonly parameters: JsonObject;
  /** How far the signature's time is from the real one, in ms. */
  readonly clockError?: number;
}

/** An answer as it arrived. */
export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly date: string;
  readonly response: JsonObject | null;
}

export interface CallerOptions {
  /** The root domain, or the URL of a gateway. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly post: Post;
  readonly clock: Pick<Clock, 'now' | 'timeout'>;
}

export type Caller = (request: CallRequest) => Promise<RawAnswer>;

const TIMEOUT_MS = 60_000;

/** Creates a function that signs a call as the action does, sends it once, and returns any answer. */
export function createCaller(options: CallerOptions): Caller {
  const { clock, credentials, endpoint, post, region } = options;
  const { secretId, secretKey, token } = credentials;
  return async ({ service, action, parameters, clockError = 0 }) => {
    const url = getServiceUrl(endpoint, service);
    const body = JSON.stringify(parameters);
    const timestamp = Math.floor((clock.now() + clockError) / 1000);
    const headers = { 'content-type': 'application/json', host: url.host };
    const signed = { secretId, secretKey, service, timestamp, headers, body };
    const request = {
      url,
      body,
      headers: {
        ...headers,
        'x-tc-action': action,
        'x-tc-version': VERSIONS[service] ?? '',
        'x-tc-timestamp': String(timestamp),
        'x-tc-language': 'en-US',
        'x-tc-requestclient': 'tencent-cloud-deploy-action',
        'x-tc-region': region,
        authorization: tc3Authorization(signed),
        ...(token ? { 'x-tc-token': token } : {}),
      },
    };
    const answer = await post(request, clock.timeout(TIMEOUT_MS));
    const response = asObject(asObject(parseJson(answer.body))?.Response) ?? null;
    return { status: answer.status, body: answer.body, date: answer.date ?? '', response };
  };
}

import { createServerClock } from '../../../src/tencent/auth-recovery.ts';
import type { ExpiringCredentials } from '../../../src/tencent/credentials/credential-provider.ts';
import type { HttpPost, HttpResponse } from '../../../src/tencent/http.ts';
import type { IdentityOptions } from '../../../src/tencent/credentials/assume-role.ts';
import { manualClock, ok } from '../calls.ts';

export const KEYS = { secretId: 'AKIDbase', secretKey: 'base' };
export const session = { roleSessionName: 'me', durationSeconds: 3600 };
export const LIFETIME_MS = 3_600_000;

export interface Sent {
  readonly headers: HttpPost['headers'];
  readonly body: Record<string, unknown>;
}

/** An STS that gives `role-1`, `role-2` …, after these answers. */
export function openSts(replies: (HttpResponse | Error)[] = []) {
  const clock = manualClock();
  const sent: Sent[] = [];
  const received: { readonly roleArn: string; readonly credentials: ExpiringCredentials }[] = [];
  const closing = new AbortController();
  let issued = 0;
  const issue = () => {
    const name = `role-${(issued += 1)}`;
    return ok({
      Credentials: { TmpSecretId: name, TmpSecretKey: 'key', Token: `token-of-${name}` },
      ExpiredTime: (clock.now() + LIFETIME_MS) / 1000,
      RequestId: 'r',
    });
  };
  const options: IdentityOptions = {
    ...{ clock, time: createServerClock(clock), random: () => 0, signal: closing.signal },
    ...{ endpoint: 'tencentcloudapi.com', language: 'en-US' },
    onCredentials: (credentials, roleArn) => received.push({ roleArn, credentials }),
    post: ({ headers, body }) => {
      sent.push({ headers, body: JSON.parse(body) as Sent['body'] });
      const reply = replies.shift() ?? issue();
      return reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply);
    },
  };
  return { clock, closing, received, options, sent };
}

/** Gives `jwt-1`, `jwt-2` … */
export function provider() {
  let count = 0;
  return { providerId: 'github', idToken: () => Promise.resolve(`jwt-${(count += 1)}`) };
}

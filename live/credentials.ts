import type { Clock } from '../src/clock.ts';
import { createClient } from '../src/tencent/api-client.ts';
import { createServerClock } from '../src/tencent/auth-recovery.ts';
import type { Credentials } from '../src/tencent/credentials/credential-provider.ts';
import type { Post } from '../src/tencent/http.ts';
import { createSts } from '../src/tencent/services/sts-api.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface CredentialOptions {
  readonly env: Environment;
  readonly endpoint: string;
  readonly region: string;
  readonly clock: Clock;
  readonly post: Post;
}

const SESSION_SECONDS = 3 * 3600;

/**
 * Returns the keys of the environment, or those of a role that the workflow's ID token may assume.
 * Throws if there are neither.
 */
export async function findCredentials(options: CredentialOptions): Promise<Credentials> {
  const { env } = options;
  const secretId = env.TENCENTCLOUD_SECRET_ID ?? '';
  const secretKey = env.TENCENTCLOUD_SECRET_KEY ?? '';
  const token = env.TENCENTCLOUD_TOKEN || env.TENCENTCLOUD_SECURITY_TOKEN || '';
  if (secretId && secretKey) return { secretId, secretKey, ...(token ? { token } : {}) };
  const providerId = env.TENCENTCLOUD_OIDC_PROVIDER_ID ?? '';
  const roleArn = env.TENCENTCLOUD_ROLE_ARN ?? '';
  if (providerId && roleArn) return assumeRole(options, { providerId, roleArn });
  throw new Error('TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are missing.');
}

async function assumeRole(
  { clock, endpoint, env, post, region }: CredentialOptions,
  role: { readonly providerId: string; readonly roleArn: string },
): Promise<Credentials> {
  const call = createClient({
    ...{ clock, endpoint, post, region },
    language: 'en-US',
    credentials: () => Promise.resolve({ secretId: '', secretKey: '' }),
    time: createServerClock(clock),
    random: Math.random,
    deadline: clock.now() + 60_000,
    signal: new AbortController().signal,
  });
  const { value } = await createSts(call).assumeRoleWithWebIdentity({
    ...role,
    roleSessionName: 'live-checks',
    durationSeconds: SESSION_SECONDS,
    webIdentityToken: () => requestToken(env),
  });
  return value.credentials;
}

async function requestToken(env: Environment): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret, ACTIONS_ID_TOKEN_REQUEST_URL: url } = env;
  if (!url || !secret) throw new Error('The job needs the permission id-token: write.');
  const audience = encodeURIComponent(env.TENCENTCLOUD_OIDC_AUDIENCE || 'sts.tencentcloudapi.com');
  const answer = await fetch(`${url}&audience=${audience}`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const { value } = (await answer.json()) as { readonly value?: string };
  if (!value) throw new Error(`GitHub issued no ID token (HTTP ${answer.status}).`);
  return value;
}

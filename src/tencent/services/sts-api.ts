import type { Call } from '../api-client.ts';
import type { ExpiringCredentials } from '../credentials/credential-provider.ts';
import type { JsonObject } from '../json.ts';
import { asObject, readNumber, readText } from '../json.ts';
import type { ApiResult } from './api-service.ts';
import { describeService } from './api-service.ts';

/** A role to assume, and for how long. */
export interface RoleSession {
  readonly roleArn: string;
  /** 2 to 128 of the characters `[\w+=,.@_-]`. CloudAudit shows it. */
  readonly roleSessionName: string;
  /** At most 43,200 seconds; the default of STS is 7,200. */
  readonly durationSeconds?: number | undefined;
}

export interface AssumedRole extends RoleSession {
  readonly externalId?: string | undefined;
}

export interface WebIdentityRole extends RoleSession {
  /** The name of the identity provider in CAM. */
  readonly providerId: string;
  /** Returns a new token for each attempt, because tokens are valid only for minutes. */
  readonly webIdentityToken: () => Promise<string>;
}

/** The identity of the caller. Fields that STS does not return are ''. */
export interface CallerIdentity {
  readonly arn: string;
  readonly userId: string;
}

/** STS 2018-08-13. Each call rejects as `Call` does. */
export interface Sts {
  assumeRole(role: AssumedRole): Promise<ApiResult<ExpiringCredentials>>;
  /** Needs no credentials: the token authenticates the call. */
  assumeRoleWithWebIdentity(role: WebIdentityRole): Promise<ApiResult<ExpiringCredentials>>;
  getCallerIdentity(): Promise<ApiResult<CallerIdentity>>;
}

const { read, missingField } = describeService('sts', '2018-08-13');

export function createSts(call: Call): Sts {
  const readCredentials = (action: string, response: JsonObject): ExpiringCredentials => {
    const credentials = asObject(response.Credentials);
    const secretId = readText(credentials, 'TmpSecretId');
    const secretKey = readText(credentials, 'TmpSecretKey');
    const token = readText(credentials, 'Token');
    if (!secretId || !secretKey || !token) throw missingField(action, 'Credentials');
    return { credentials: { secretId, secretKey, token }, expiresAt: readExpiry(response) };
  };

  return {
    async assumeRole({ externalId, ...role }) {
      const action = 'AssumeRole';
      const { response, requestId } = await call(
        read(action, { ...sessionParameters(role), ExternalId: externalId }),
      );
      return { value: readCredentials(action, response), requestId };
    },

    async assumeRoleWithWebIdentity({ providerId, webIdentityToken, ...role }) {
      const action = 'AssumeRoleWithWebIdentity';
      const unsignedParameters = async () => ({ WebIdentityToken: await webIdentityToken() });
      const parameters = { ProviderId: providerId, ...sessionParameters(role) };
      const request = { ...read(action, parameters), unsignedParameters };
      const { response, requestId } = await call(request);
      return { value: readCredentials(action, response), requestId };
    },

    async getCallerIdentity() {
      const { response, requestId } = await call(read('GetCallerIdentity', {}));
      const value = { arn: readText(response, 'Arn'), userId: readText(response, 'UserId') };
      return { value, requestId };
    },
  };
}

function sessionParameters({ roleArn, roleSessionName, durationSeconds }: RoleSession): JsonObject {
  return {
    RoleArn: roleArn,
    RoleSessionName: roleSessionName,
    DurationSeconds: durationSeconds,
  };
}

/** ExpiredTime is in seconds since 1970. Expiration has the same time in ISO 8601. */
function readExpiry(response: JsonObject): number | undefined {
  const seconds = readNumber(response, 'ExpiredTime');
  const expiresAt =
    seconds === undefined ? Date.parse(readText(response, 'Expiration')) : seconds * 1000;
  return Number.isNaN(expiresAt) ? undefined : expiresAt;
}

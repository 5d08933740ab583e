import { UIN } from '../account.ts';
import type { Credentials } from '../account.ts';
import { isoTime } from '../clock.ts';
import { act } from '../gateway/service.ts';
import type {
  Actions,
  Fields,
  Service,
  ServiceContext,
  ServiceContract,
} from '../gateway/service.ts';
import { stsError, verifyIdToken } from './id-token.ts';
import { stsWorld, trustsCaller, trustsToken } from './sts-world.ts';
import type { RoleCredentials, RoleSeed, StsOptions, StsWorld } from './sts-world.ts';

export const STS_CONTRACT = {
  service: 'sts',
  version: '2018-08-13',
  regionRequired: true,
  actions: {
    AssumeRole: {
      RoleArn: 'string',
      RoleSessionName: 'string',
      DurationSeconds: 'integer?',
      Policy: 'string?',
      ExternalId: 'string?',
      Tags: 'object-list?',
      SourceIdentity: 'string?',
      SerialNumber: 'string?',
      TokenCode: 'string?',
    },
    AssumeRoleWithWebIdentity: {
      ProviderId: 'string',
      WebIdentityToken: 'string',
      RoleArn: 'string',
      RoleSessionName: 'string',
      DurationSeconds: 'integer?',
    },
    GetCallerIdentity: {},
  },
  changes: [],
} as const satisfies ServiceContract;

const DEFAULT_SECONDS = 7_200;
const MAX_SECONDS = 43_200;

const STS_ACTIONS: Actions<typeof STS_CONTRACT, StsWorld, [RoleCredentials | undefined]> = {
  AssumeRole: (world, parameters, caller) => {
    const role = findRole(world, parameters.RoleArn);
    const isTrusted = trustsCaller(role, caller?.roleName ?? 'account', parameters.ExternalId);
    if (!isTrusted) throw stsError('UnauthorizedOperation');
    return issue(world, role, parameters);
  },
  AssumeRoleWithWebIdentity: (world, parameters) => {
    const role = findRole(world, parameters.RoleArn);
    const provider = world.providers.find(({ name }) => name === parameters.ProviderId);
    // unknown: STS's error code for a provider that does not exist.
    if (provider === undefined) {
      throw stsError('InvalidParameter.ParamError', 'The identity provider does not exist.');
    }
    const token = verifyIdToken(parameters.WebIdentityToken, provider, world.now());
    if (!trustsToken(role, provider.name, token)) throw stsError('UnauthorizedOperation');
    return issue(world, role, parameters);
  },
  GetCallerIdentity: (_world, _parameters, caller) => {
    if (caller === undefined) {
      const Arn = `qcs::cam::uin/${UIN}:uin/${UIN}`;
      return { Type: 'CAMUser', AccountId: UIN, UserId: UIN, PrincipalId: UIN, Arn };
    }
    return {
      Type: 'CAMRole',
      AccountId: UIN,
      UserId: `${caller.roleName}:${caller.sessionName}`,
      PrincipalId: UIN,
      Arn: `qcs::sts:${UIN}:assumed-role/${caller.roleName}`,
    };
  },
};

/** Without options there is neither an identity provider nor a role. */
export function openSts({ clock, admit }: ServiceContext, options: StsOptions = {}) {
  const world = stsWorld(options, clock, admit);
  const service: Service = {
    contract: STS_CONTRACT,
    perform: (call) => act(STS_ACTIONS, call, world, roleOf(call.caller)),
    hasSettled: () => false,
  };
  return { world, service };
}

/** Undefined if the credentials are not those of a role. */
function roleOf(caller: Credentials | undefined): RoleCredentials | undefined {
  return caller && 'roleName' in caller ? (caller as RoleCredentials) : undefined;
}

function findRole(world: StsWorld, arn: string): RoleSeed {
  const [, uin, roleName] = /^qcs::cam::uin\/(\d+):roleName\/(.+)$/.exec(arn) ?? [];
  if (uin === undefined) throw stsError('InvalidParameter.ParamError', 'RoleArn is no ARN.');
  const role = world.roles.find((each) => uin === UIN && each.roleName === roleName);
  if (role === undefined) throw stsError('ResourceNotFound.RoleNotFound');
  return role;
}

function issue(
  world: StsWorld,
  { roleName }: RoleSeed,
  session: { RoleSessionName: string; DurationSeconds?: number },
): Fields {
  const { RoleSessionName, DurationSeconds = DEFAULT_SECONDS } = session;
  if (!/^[\w+=,.@-]{2,128}$/.test(RoleSessionName)) {
    throw stsError('InvalidParameter.ParamError', 'RoleSessionName is not valid.');
  }
  // unknown: what 0 means.
  if (DurationSeconds > MAX_SECONDS || DurationSeconds < 0) {
    throw stsError('InvalidParameter.OverTimeError');
  }
  const issued = world.issue(roleName, RoleSessionName, DurationSeconds);
  const { secretId, secretKey, token, expiresAt } = issued;
  return {
    Credentials: { Token: token, TmpSecretId: secretId, TmpSecretKey: secretKey },
    ExpiredTime: expiresAt / 1000,
    Expiration: isoTime(expiresAt),
  };
}

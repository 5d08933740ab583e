import { STS_CONTRACT } from '../contract/sts.ts';
import type { Credentials } from '../credentials.ts';
import type { Fields, Service, ServiceCall } from '../gateway/service.ts';
import { isoTime } from './time.ts';
import { stsError } from './errors.ts';
import { verifyIdToken } from './id-token.ts';
import { UIN } from './seed.ts';
import type { RoleSeed } from './seed.ts';
import { trustsCaller, trustsToken } from './trust.ts';
import type { RoleCredentials, StsWorld } from './world.ts';

interface Session {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
}

interface AssumeRole extends Session {
  ExternalId?: string;
}

interface AssumeRoleWithWebIdentity extends Session {
  ProviderId: string;
  WebIdentityToken: string;
}

type Action = (world: StsWorld, call: ServiceCall) => Fields;

const DEFAULT_SECONDS = 7_200;
const MAX_SECONDS = 43_200;

export const STS_ACTIONS: Record<string, Action> = {
  AssumeRole: (world, { parameters, caller }) => {
    // The contract's types and required parameters have been checked.
    const session = parameters as unknown as AssumeRole;
    const role = findRole(world, session.RoleArn);
    const name = roleOf(caller)?.roleName ?? 'account';
    if (!trustsCaller(role, name, session.ExternalId)) throw stsError('UnauthorizedOperation');
    return issue(world, role, session);
  },
  AssumeRoleWithWebIdentity: (world, { parameters }) => {
    const session = parameters as unknown as AssumeRoleWithWebIdentity;
    const role = findRole(world, session.RoleArn);
    const provider = world.providers.find(({ name }) => name === session.ProviderId);
    // unknown: which code STS answers for a provider that does not exist.
    if (provider === undefined) {
      throw stsError('InvalidParameter.ParamError', 'The identity provider does not exist.');
    }
    const token = verifyIdToken(session.WebIdentityToken, provider, world.now());
    if (!trustsToken(role, provider.name, token)) throw stsError('UnauthorizedOperation');
    return issue(world, role, session);
  },
  GetCallerIdentity: (_, { caller }) => {
    const role = roleOf(caller);
    if (role === undefined) {
      const Arn = `qcs::cam::uin/${UIN}:uin/${UIN}`;
      return { Type: 'CAMUser', AccountId: UIN, UserId: UIN, PrincipalId: UIN, Arn };
    }
    return {
      Type: 'CAMRole',
      AccountId: UIN,
      UserId: `${role.roleName}:${role.sessionName}`,
      PrincipalId: UIN,
      Arn: `qcs::sts:${UIN}:assumed-role/${role.roleName}`,
    };
  },
};

export function stsService(world: StsWorld): Service {
  return {
    contract: STS_CONTRACT,
    perform: (call) => STS_ACTIONS[call.action]?.(world, call) ?? {},
    hasSettled: () => false,
  };
}

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

function issue(world: StsWorld, role: RoleSeed, session: Session): Fields {
  const { RoleSessionName, DurationSeconds = DEFAULT_SECONDS } = session;
  const { roleName, maxSeconds = MAX_SECONDS } = role;
  if (!/^[\w+=,.@-]{2,128}$/.test(RoleSessionName)) {
    throw stsError('InvalidParameter.ParamError', 'RoleSessionName is not valid.');
  }
  // unknown: what 0 means.
  if (DurationSeconds > maxSeconds || DurationSeconds < 0) {
    throw stsError('InvalidParameter.OverTimeError');
  }
  const { secretId, secretKey, token, expiresAt } = world.issue(
    roleName,
    RoleSessionName,
    DurationSeconds,
  );
  return {
    Credentials: { Token: token, TmpSecretId: secretId, TmpSecretKey: secretKey },
    ExpiredTime: expiresAt / 1000,
    Expiration: isoTime(expiresAt),
  };
}

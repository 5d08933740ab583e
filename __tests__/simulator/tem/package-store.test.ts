import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { APP_ID, manualClock, SECRET_MARK, startSimulator } from '../../../simulator/index.ts';
import type { Behaviour, ManualClock, Simulator } from '../../../simulator/index.ts';
import { cosFetch, cosOutcome } from '../support/cos-requests.ts';
import type { CosOptions } from '../support/cos-requests.ts';
import { temClient } from '../support/official-clients.ts';
import { deviations } from '../support/official-models.ts';

const IDS = { ApplicationId: 'app-pkg00001', EnvironmentId: 'en-pkg00001' };
const PACKAGE = { ApplicationId: IDS.ApplicationId, PkgName: 'shop.jar', TimeVersion: '20260102' };

interface Token {
  Bucket: string;
  Region: string;
  TmpSecretId: string;
  TmpSecretKey: string;
  SessionToken: string;
  StartTime: string;
  ExpiredTime: string;
  FullPath: string;
}

let clock: ManualClock;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock();
  const { ApplicationId: applicationId, EnvironmentId: environmentId } = IDS;
  const seed = { applicationId, environmentId, deployMode: 'JAR' } as const;
  simulator = await startSimulator({ clock, tem: { applications: [seed] } });
});

afterEach(async () => {
  await simulator.close();
});

async function token(OptType = 1): Promise<Token> {
  const { Result } = await temClient(simulator).CreateCosToken({ ...PACKAGE, OptType });
  return Result as Token;
}

function at({ Bucket, FullPath, ...keys }: Token, more: CosOptions = {}): CosOptions {
  const { TmpSecretId: secretId, TmpSecretKey: secretKey, SessionToken } = keys;
  const credentials = { secretId, secretKey, token: SessionToken };
  return { path: `/cos/${Bucket}/${FullPath}`, credentials, ...more };
}

const upload = (given: Token): Promise<string> =>
  cosOutcome(simulator, at(given, { method: 'PUT', body: 'package' }));
const behave = (behaviour: Partial<Behaviour>): void => {
  Object.assign(simulator.tem.application(IDS.ApplicationId).behaviour, behaviour);
};

async function roll(PackageName: string, DeployVersion = PACKAGE.TimeVersion): Promise<string> {
  const parameters = { ...IDS, PackageName, DeployVersion };
  return temClient(simulator)
    .RollingUpdateApplicationByVersion(parameters)
    .then(
      () => 'ok',
      (error: unknown) => (error as { code: string }).code,
    );
}

async function url(PkgName: string, DeployVersion = PACKAGE.TimeVersion): Promise<string> {
  const { ApplicationId } = IDS;
  const query = { ApplicationId, PkgName, DeployVersion };
  const { Result = '' } = await temClient(simulator).GenerateApplicationPackageDownloadUrl(query);
  return Result;
}

describe('CreateCosToken', () => {
  it('gives a place like that of the official example, and keys for it', async () => {
    const given = await token();
    expect(deviations(given, 'CosToken', 'Result')).toStrictEqual([]);
    const seconds = Math.floor(clock.now() / 1000);
    expect(given).toMatchObject({
      Region: 'ap-guangzhou',
      StartTime: String(seconds),
      ExpiredTime: String(seconds + 1800),
      FullPath: `tem/pkg/${APP_ID}/${IDS.ApplicationId}/${clock.now()}/shop.jar`,
    });
    for (const secret of [given.TmpSecretId, given.TmpSecretKey, given.SessionToken]) {
      expect(secret).toContain(SECRET_MARK);
    }
    await expect(upload(given)).resolves.toBe('200');
    expect(simulator.cos.object(given.Bucket, given.FullPath)?.size).toBe(7);
  });

  it('gives another place every time', async () => {
    expect((await token()).FullPath).not.toBe((await token()).FullPath);
  });

  it('gives keys as the seed wants them', async () => {
    behave({ cosToken: { lifetimeSeconds: 60, multipart: false } });
    const given = await token();
    const initiate = { method: 'POST', query: { uploads: '' } };
    const denied = '403 AccessDenied';
    await expect(cosOutcome(simulator, at(given, initiate))).resolves.toBe(denied);
    clock.advance(60);
    await expect(upload(given)).resolves.toBe('403 ExpiredToken');
  });

  it('is null where it fails', async () => {
    behave({ cosToken: { fails: true } });
    await expect(token()).resolves.toBeNull();
  });

  it('is empty for the OptType of the official example', async () => {
    await expect(token(0)).resolves.toStrictEqual({});
  });

  it('gives keys to read what was uploaded', async () => {
    await expect(token(2)).resolves.toBeNull();
    await upload(await token());
    const given = await token(2);
    await expect((await cosFetch(simulator, at(given))).text()).resolves.toBe('package');
    await expect(upload(given)).resolves.toBe('403 AccessDenied');
  });
});

describe('a rolling update', () => {
  it.each<[Behaviour['uploadedPackage'], string, string]>([
    [undefined, 'ok', 'ok'],
    ['either', 'ok', 'ok'],
    ['full-path', 'ok', 'InternalError.DeployVersionError'],
    ['file-name', 'InternalError.DeployVersionError', 'ok'],
  ])('with uploadedPackage %s: by path %s, by name %s', async (uploadedPackage, path, name) => {
    behave({ uploadedPackage });
    const given = await token();
    await upload(given);
    await expect(roll(given.FullPath)).resolves.toBe(path);
    clock.advance(120);
    await expect(roll('shop.jar')).resolves.toBe(name);
  });

  it('needs the package where wanted', async () => {
    behave({ uploadedPackage: 'either' });
    const { FullPath } = await token();
    await expect(roll(FullPath)).resolves.toBe('InternalError.DeployVersionError');
    await expect(roll('shop.jar')).resolves.toBe('InternalError.DeployVersionError');
    await expect(roll('')).resolves.toBe('MissingParameter.PkgNameNull');
  });
});

describe('GenerateApplicationPackageDownloadUrl', () => {
  it('really downloads what was uploaded, by its path or its name and version', async () => {
    const given = await token();
    await upload(given);
    await expect((await fetch(await url(given.FullPath))).text()).resolves.toBe('package');
    await expect((await fetch(await url('shop.jar'))).text()).resolves.toBe('package');
  });

  it('has the form of the real COS for anything else', async () => {
    await upload(await token());
    const { protocol, hostname, pathname, searchParams } = new URL(await url('shop v2.jar', 'v9'));
    expect([protocol, hostname]).toStrictEqual([
      'https:',
      'tem-1300000000.cos.ap-guangzhou.myqcloud.com',
    ]);
    expect(decodeURIComponent(pathname)).toMatch(/\/v9\/shop v2\.jar$/);
    expect(searchParams.get('q-signature')).toMatch(/^[0-9a-f]{40}$/);
  });

  it.each([null, 'https://example.com/x', 'abc-xxxx'])(
    'is %s if the seed says so',
    async (packageUrl) => {
      behave({ packageUrl });
      await expect(url('shop.jar')).resolves.toBe(packageUrl);
    },
  );
});

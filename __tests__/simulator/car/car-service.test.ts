import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { APP_ID, DEMO_CREDENTIALS, manualClock, startSimulator } from '../../../simulator/index.ts';
import type {
  CarApplicationSeed,
  CarBehaviour,
  CarVersionSeed,
  ManualClock,
  SimulatedCarApplication,
  Simulator,
} from '../../../simulator/index.ts';
import { outcome } from '../support/signed-calls.ts';
import { cosOutcome } from '../support/cos-requests.ts';
import { carClient } from '../support/official-clients.ts';
import type { CarAnswer, CarClient } from '../support/official-clients.ts';

const ApplicationId = 'app-car00001';
const NEW = { ApplicationId, ApplicationFileName: 'Shop v2.zip' };

let clock: ManualClock;
let simulator: Simulator;
let client: CarClient;
let application: SimulatedCarApplication;

beforeEach(async () => {
  await open();
});

afterEach(async () => {
  await simulator.close();
});

async function open(seed: Partial<CarApplicationSeed> = {}): Promise<void> {
  clock = manualClock();
  const applications = [{ applicationId: ApplicationId, ...seed }];
  simulator = await startSimulator({ clock, car: { applications } });
  client = carClient(simulator);
  application = simulator.car.application(ApplicationId);
}

async function reopen(seed: Partial<CarApplicationSeed>): Promise<void> {
  await simulator.close();
  await open(seed);
}

const withVersions = (...statuses: NonNullable<CarVersionSeed['status']>[]): Promise<void> =>
  reopen({ versions: statuses.map((status) => ({ status })) });
const withBehaviour = (behaviour: Partial<CarBehaviour>): void => {
  Object.assign(application.behaviour, behaviour);
};
const statuses = (): string[] => application.versions.map(({ status }) => status);
const code = (action: string, parameters: Record<string, unknown>): Promise<string> =>
  client.call(action, { ApplicationId, ...parameters }).then(
    () => 'ok',
    (error: unknown) => (error as { code: string }).code,
  );

async function upload({ CosBucket, Path, ...keys }: CarAnswer): Promise<string> {
  const credentials = {
    secretId: keys.SecretID,
    secretKey: keys.SecretKey,
    token: keys.SessionToken,
  };
  const path = `/cos/${CosBucket}/${Path}`;
  return cosOutcome(simulator, { method: 'PUT', path, credentials, body: 'package' });
}

describe('the official SDK', () => {
  it('creates, uploads, waits and publishes', async () => {
    const { Version } = await client.call('CreateApplicationVersion', NEW);
    const id = Version.ApplicationVersionId;
    expect(id).toMatch(/^ver-/);
    expect(Version.ApplicationVersionStatus).toBe('Uploading');
    await expect(upload(await client.call('DescribeCosCredential', NEW))).resolves.toBe('200');
    const seen: string[] = [];
    for (let second = 0; second < 40; second += 1) {
      const { Versions } = await client.call('DescribeApplicationVersion', { ApplicationId });
      const status = Versions.find(
        (each) => each.ApplicationVersionId === id,
      )?.ApplicationVersionStatus;
      if (status !== undefined && seen.at(-1) !== status) seen.push(status);
      clock.advance(1);
    }
    expect(seen).toStrictEqual(['Uploading', 'Creating', 'Normal']);
    const { Versions } = await client.call('SetApplicationVersionOnline', {
      ApplicationId,
      ApplicationVersionId: id,
    });
    expect(Versions).toMatchObject([
      {
        ...{ ApplicationVersionId: id, ApplicationVersionStatus: 'Inuse' },
        ...{ ApplicationVersionSize: 7, ApplicationVersionName: 'Shop v2' },
        ApplicationVersionRegions: ['ap-chinese-mainland'],
        ApplicationVersionUpdateMode: 'FULL',
        CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
      { ApplicationVersionStatus: 'Usable' },
    ]);
    expect(application.createdVersions).toBe(1);
  });

  it('is told where to upload as in the official example', async () => {
    const { Version } = await client.call('CreateApplicationVersion', NEW);
    const ApplicationFileName = 'other.rar';
    const answer = await client.call('DescribeCosCredential', {
      ApplicationId,
      ApplicationFileName,
    });
    const folder = `${APP_ID}/${ApplicationId}/${Version.ApplicationVersionId}`;
    expect(answer).toMatchObject({
      ...{ CosBucket: application.bucket, CosRegion: 'ap-guangzhou' },
      Path: `${folder}/${ApplicationId}.rar`,
      StartTime: Math.floor(clock.now() / 1000),
      ExpiredTime: Math.floor(clock.now() / 1000) + 1800,
    });
    expect(application.version(Version.ApplicationVersionId).fileName).toBe('other.rar');
  });

  it('looks for files in the package', async () => {
    const query = { ApplicationId, FilePathList: ['a/b.exe', 'c.exe'] };
    const { FileInfoList } = await client.call('DescribeApplicationFileInfo', query);
    expect(FileInfoList.map(({ FileState }) => FileState)).toStrictEqual(['EXIST', 'EXIST']);
  });
});

describe('a version', () => {
  const create = (): Promise<string> => code('CreateApplicationVersion', NEW);

  it('ends as CreateFailed on demand', async () => {
    withBehaviour({ createFails: true });
    await create();
    await upload(await client.call('DescribeCosCredential', NEW));
    clock.advance(60);
    expect(statuses()).toStrictEqual(['Inuse', 'CreateFailed']);
  });

  it('waits for its file as long as it takes', async () => {
    await create();
    clock.advance(3600);
    expect(statuses()).toStrictEqual(['Inuse', 'Uploading']);
  });

  it('takes any file below its path where that is a folder', async () => {
    withBehaviour({ pathForm: 'folder', multipart: false });
    await create();
    const answer = await client.call('DescribeCosCredential', NEW);
    expect(answer.Path).toMatch(/\/ver-[^/]+\/$/);
    const file = { ...answer, Path: `${answer.Path}any.zip` };
    await expect(upload(file)).resolves.toBe('200');
    clock.advance(60);
    expect(statuses()).toStrictEqual(['Inuse', 'Normal']);
  });

  it.each<[NonNullable<CarVersionSeed['status']>, string]>([
    ['Uploading', 'OperationDenied.VersionCreating'],
    ['Creating', 'OperationDenied.VersionCreating'],
    ['Normal', 'OperationDenied.VersionCreating'],
    ['CreateFailed', 'OperationDenied.VersionCreating'],
    ['Usable', 'ok'],
    ['Inuse', 'ok'],
  ])('that is %s: creating another one is %s', async (status, expected) => {
    await withVersions(status);
    expect(statuses()).toStrictEqual([status]);
    await expect(create()).resolves.toBe(expected);
  });

  it('is deleted after a while, and counts until then', async () => {
    await withVersions('Usable', 'Usable', 'Usable', 'Usable', 'Inuse');
    await expect(create()).resolves.toBe('OperationDenied.VersionLimitExceeded');
    const [oldest] = application.versions;
    const ApplicationVersionId = oldest?.applicationVersionId ?? '';
    await expect(code('DeleteApplicationVersion', { ApplicationVersionId })).resolves.toBe('ok');
    expect(statuses()[0]).toBe('Deleting');
    await expect(create()).resolves.toBe('OperationDenied.VersionLimitExceeded');
    clock.advance(10);
    expect(statuses()).toHaveLength(4);
    await expect(create()).resolves.toBe('ok');
    await expect(code('DeleteApplicationVersion', { ApplicationVersionId })).resolves.toBe(
      'InvalidParameterValue',
    );
  });

  it('in use is neither deleted nor published again', async () => {
    const ApplicationVersionId = application.versions[0]?.applicationVersionId;
    const version = { ApplicationVersionId };
    await expect(code('DeleteApplicationVersion', version)).resolves.toBe('OperationDenied');
    await expect(code('SetApplicationVersionOnline', version)).resolves.toBe('ok');
  });

  it('goes online after a while, and back', async () => {
    await withVersions('Usable', 'Inuse', 'Normal');
    const [first, , third] = application.versions.map((each) => each.applicationVersionId);
    withBehaviour({ publishSeconds: 5 });
    await code('SetApplicationVersionOnline', { ApplicationVersionId: third });
    expect(statuses()).toStrictEqual(['Usable', 'Inuse', 'Normal']);
    clock.advance(5);
    expect(statuses()).toStrictEqual(['Usable', 'Usable', 'Inuse']);
    application.setOnline(first ?? '');
    clock.advance(5);
    expect(statuses()).toStrictEqual(['Inuse', 'Usable', 'Usable']);
  });

  it.each<[NonNullable<CarVersionSeed['status']>, string]>([
    ['Uploading', 'OperationDenied'],
    ['CreateFailed', 'OperationDenied'],
    ['Normal', 'ok'],
  ])('that is %s is published or refused: %s', async (status, expected) => {
    await reopen({ versions: [{ status }] });
    const ApplicationVersionId = application.versions[0]?.applicationVersionId;
    await expect(code('SetApplicationVersionOnline', { ApplicationVersionId })).resolves.toBe(
      expected,
    );
  });

  it('of a mobile application has neither regions nor update mode', async () => {
    await reopen({ kind: 'mobile' });
    const { Version } = await client.call('CreateApplicationVersion', {
      ApplicationId,
      ApplicationFileName: 'shop.apk',
    });
    expect(Version.ApplicationVersionRegions).toBeNull();
    expect(Version.ApplicationVersionUpdateMode).toBeNull();
  });
});

describe('a refusal', () => {
  const bad = 'InvalidParameterValue';
  it.each<[string, string, Record<string, unknown>]>([
    [bad, 'CreateApplicationVersion', { ...NEW, ApplicationFileName: 'shop.apk' }],
    [bad, 'CreateApplicationVersion', { ...NEW, ApplicationVersionRegions: ['mars'] }],
    [bad, 'CreateApplicationVersion', { ...NEW, ApplicationVersionUpdateMode: 'HALF' }],
    ['FailedOperation.PathNotFound', 'DescribeCosCredential', {}],
    [bad, 'DeleteApplicationVersion', { ApplicationVersionId: 'ver-none' }],
    [
      'FailedOperation.ApplicationNotFind',
      'DescribeApplicationVersion',
      { ApplicationId: 'app-none' },
    ],
  ])('%s of %s with %j', async (expected, action, parameters) => {
    await expect(code(action, parameters)).resolves.toBe(expected);
  });

  it('is none for a call without a region', async () => {
    const headers = { 'X-TC-Version': '2022-01-10', 'X-TC-Region': null };
    const call = { action: 'DescribeApplicationVersion', parameters: { ApplicationId }, headers };
    await expect(outcome(simulator, { ...call, service: 'car' })).resolves.toBe('ok');
  });

  it('is thrown for a seed with two versions in use', async () => {
    await expect(withVersions('Inuse', 'Inuse')).rejects.toThrow('one version at most');
  });
});

describe('faults', () => {
  it('strike calls to CAR as well', async () => {
    const action = 'CreateApplicationVersion';
    const lost = { kind: 'reset-after', action } as const;
    simulator.faults.inject(lost);
    await expect(client.call(action, NEW)).rejects.toThrow();
    expect(application.createdVersions).toBe(1);
  });

  it('last is the read that would show the end', async () => {
    const busy = { kind: 'rate-limit', occurrence: 'last' } as const;
    simulator.faults.inject({ ...busy, action: 'DescribeApplicationVersion' });
    const seen = [await code('DescribeApplicationVersion', {})];
    application.createVersion(NEW);
    seen.push(await code('DescribeApplicationVersion', {}));
    const { bucket, path, key } = application.uploadPlace();
    expect(key.token).not.toBe(DEMO_CREDENTIALS.token);
    simulator.cos.put(bucket, path, 'package');
    clock.advance(60);
    seen.push(await code('DescribeApplicationVersion', {}));
    expect(seen).toStrictEqual(['ok', 'ok', 'RequestLimitExceeded']);
  });
});

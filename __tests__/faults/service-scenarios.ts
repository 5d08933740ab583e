import { DEMO_CAR_APPLICATION, DEMO_FUNCTION, DEMO_TASK, roleArn } from '../../simulator/index.ts';
import type { CarVersion } from '../../simulator/index.ts';
import { AUDIENCE } from './trust-github.ts';
import { isWhole, sha256Of } from './workspace-files.ts';
import type { Cloud, Scenario } from './scenario.ts';

const REGION = { region: 'ap-guangzhou' };
const GAME = DEMO_CAR_APPLICATION.applicationId;
const CODE = 'the code of the function';
const ROWS = 'id,name\n1,one\n2,two\n';
const SCF = { operation: 'scf-code-url', ...REGION, 'function-name': DEMO_FUNCTION.functionName };
const DLC = { operation: 'dlc-result-download', ...REGION, 'task-id': DEMO_TASK.taskId };
const code = { scf: { functions: [{ ...DEMO_FUNCTION, code: Buffer.from(CODE) }] } };

const game = ({ simulator }: Cloud) => simulator.car.application(GAME);
const versionsOf = (cloud: Cloud, isIt: (version: CarVersion) => boolean) =>
  game(cloud).versions.filter(isIt);
const inUse = (cloud: Cloud) => versionsOf(cloud, ({ status }) => status === 'Inuse')[0];
const downloads = ({ simulator }: Cloud) => simulator.dlc.task(DEMO_TASK.taskId).downloads;
const isFetched = (cloud: Cloud) => isWhole(cloud, 'code.zip', sha256Of(CODE));

const OLDEST = { applicationVersionId: 'ver-oldest', status: 'Usable' } as const;
const CURRENT = { applicationVersionId: 'ver-current', status: 'Inuse' } as const;
const LEFTOVER = { applicationVersionId: 'ver-leftover', status: 'Normal' } as const;

/** Versions that the step may not touch. */
const areOthersKept = (cloud: Cloud) =>
  versionsOf(cloud, ({ applicationVersionId }) =>
    [OLDEST, CURRENT].some((each) => each.applicationVersionId === applicationVersionId),
  ).length === 2;
const newVersions = (cloud: Cloud) =>
  versionsOf(cloud, ({ applicationVersionId }) =>
    [OLDEST, CURRENT, LEFTOVER].every((each) => each.applicationVersionId !== applicationVersionId),
  );

const isInCos = ({ simulator }: Cloud) =>
  simulator.cos.buckets.some(({ objects }) => objects.length > 0);
const created = ({ simulator }: Cloud) => simulator.car.application(GAME).versions;
/** The first answer of COS is cut, so that the rest is asked for as a range. */
const cutFirst = ({ simulator }: Cloud) => {
  simulator.cos.faults.inject({ kind: 'cut', operation: 'GetObject' });
};

export const SERVICE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a leftover deleted, a version created, uploaded, published',
    operation: 'car-create-version',
    seeds: {
      car: {
        applications: [{ ...DEMO_CAR_APPLICATION, versions: [OLDEST, CURRENT, LEFTOVER] }],
      },
    },
    files: { 'game.zip': 'the game' },
    inputs: ({ simulator }) => ({
      ...{ operation: 'car-create-version', ...REGION, 'application-id': GAME },
      ...{ 'package-file': 'game.zip', 'set-online': 'true', 'pending-version': 'delete' },
      'cos-endpoint': simulator.cosEndpoint,
    }),
    endsAs: 'succeeded',
    isDone: (cloud) => {
      const [version, ...more] = newVersions(cloud);
      const isOnce = more.length === 0 && game(cloud).createdVersions === 1;
      return isOnce && version?.status === 'Inuse' && areOthersKept(cloud);
    },
    // The leftover deleted, as asked; and a version created, which the outputs name.
    isBegun: (cloud, outputs) => {
      const [version, ...more] = newVersions(cloud);
      const id = outputs['application-version-id'];
      const isNamed = version === undefined || version.applicationVersionId === id;
      return more.length === 0 && isNamed && areOthersKept(cloud);
    },
  },
  {
    name: 'a version created, uploaded and left (wait: false)',
    operation: 'car-create-version',
    seeds: { car: { applications: [{ ...DEMO_CAR_APPLICATION, versions: [] }] } },
    files: { 'game.zip': 'the game' },
    inputs: ({ simulator }) => ({
      ...{ operation: 'car-create-version', ...REGION, 'application-id': GAME, wait: 'false' },
      ...{ 'package-file': 'game.zip', 'cos-endpoint': simulator.cosEndpoint },
    }),
    endsAs: 'started',
    isDone: (cloud) => created(cloud).length === 1 && isInCos(cloud),
    isBegun: (cloud, outputs) =>
      created(cloud).every((each) => {
        return each.applicationVersionId === outputs['application-version-id'];
      }),
    only: ['CreateApplicationVersion', 'PutObject'],
  },
  {
    name: 'the version before, published again',
    operation: 'car-set-online',
    seeds: { car: { applications: [{ ...DEMO_CAR_APPLICATION, versions: [OLDEST, CURRENT] }] } },
    inputs: {
      ...{ operation: 'car-set-online', ...REGION, 'application-id': GAME },
      'application-version-id': OLDEST.applicationVersionId,
    },
    endsAs: 'succeeded',
    isDone: (cloud) =>
      inUse(cloud)?.applicationVersionId === OLDEST.applicationVersionId && areOthersKept(cloud),
  },
  {
    name: 'the version before, published and left (wait: false)',
    operation: 'car-set-online',
    seeds: { car: { applications: [{ ...DEMO_CAR_APPLICATION, versions: [OLDEST, CURRENT] }] } },
    inputs: {
      ...{ operation: 'car-set-online', ...REGION, 'application-id': GAME, wait: 'false' },
      'application-version-id': OLDEST.applicationVersionId,
    },
    endsAs: 'started',
    isDone: (cloud) =>
      inUse(cloud)?.applicationVersionId === OLDEST.applicationVersionId && areOthersKept(cloud),
    only: ['SetApplicationVersionOnline'],
  },
  {
    name: 'the code, fetched and verified',
    operation: 'scf-code-url',
    seeds: code,
    inputs: { ...SCF, 'download-path': 'code.zip' },
    endsAs: 'succeeded',
    sha256: sha256Of(CODE),
    isDone: isFetched,
  },
  {
    name: 'the code, cut and fetched on from there',
    operation: 'scf-code-url',
    seeds: code,
    prepare: cutFirst,
    inputs: { ...SCF, 'download-path': 'code.zip' },
    endsAs: 'succeeded',
    sha256: sha256Of(CODE),
    isDone: isFetched,
    only: ['GetObject'],
  },
  {
    name: 'the code, by OIDC and a chain of roles',
    operation: 'scf-code-url',
    seeds: {
      ...code,
      sts: {
        roles: [
          { roleName: 'deploy', trusts: [{ provider: 'github', audience: AUDIENCE }] },
          { roleName: 'second', trusts: [{ caller: 'deploy' }] },
        ],
      },
    },
    inputs: {
      ...SCF,
      ...{ 'oidc-provider-id': 'github', 'download-path': 'code.zip' },
      'role-arn': `${roleArn('deploy')}\n${roleArn('second')}`,
    },
    hasIdTokens: true,
    isRenewable: true,
    endsAs: 'succeeded',
    sha256: sha256Of(CODE),
    isDone: isFetched,
    only: ['AssumeRoleWithWebIdentity', 'AssumeRole', 'GetFunctionAddress'],
  },
  {
    name: 'a result, made and fetched',
    operation: 'dlc-result-download',
    seeds: { dlc: { tasks: [{ ...DEMO_TASK, content: ROWS }] } },
    inputs: ({ simulator }) => ({
      ...DLC,
      ...{ 'download-path': 'rows.csv', 'cos-endpoint': simulator.cosEndpoint },
    }),
    endsAs: 'succeeded',
    sha256: sha256Of(ROWS),
    isDone: (cloud) => downloads(cloud).length === 1 && isWhole(cloud, 'rows.csv', sha256Of(ROWS)),
    isBegun: (cloud) => downloads(cloud).length === 1,
  },
  {
    name: 'a result, cut and fetched on from there',
    operation: 'dlc-result-download',
    seeds: { dlc: { tasks: [{ ...DEMO_TASK, content: ROWS }] } },
    prepare: cutFirst,
    inputs: ({ simulator }) => ({
      ...DLC,
      ...{ 'download-path': 'rows.csv', 'cos-endpoint': simulator.cosEndpoint },
    }),
    endsAs: 'succeeded',
    sha256: sha256Of(ROWS),
    isDone: (cloud) => downloads(cloud).length === 1 && isWhole(cloud, 'rows.csv', sha256Of(ROWS)),
    isBegun: (cloud) => downloads(cloud).length === 1,
    only: ['GetObject'],
  },
  {
    name: 'a result, made and left (wait: false)',
    operation: 'dlc-result-download',
    seeds: { dlc: { tasks: [{ ...DEMO_TASK, content: ROWS }] } },
    inputs: { ...DLC, wait: 'false' },
    endsAs: 'started',
    isDone: (cloud) => downloads(cloud).length === 1,
    only: ['CreateResultDownload'],
  },
  {
    name: 'a plan (dry-run)',
    operation: 'dlc-result-download',
    inputs: { ...DLC, 'dry-run': 'true' },
    endsAs: 'planned',
    isDone: (cloud) => downloads(cloud).length === 0,
  },
];

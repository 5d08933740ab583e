import { DEMO_CAR_APPLICATION } from '../../simulator/index.ts';
import type { Cloud, Inputs, Scenario } from './scenario.ts';
import { JAR, UPDATE, applications, isRolledOut, isUploaded, rollout } from './tem-checks.ts';

/** One part more than are sent at once: the last one begins when another has arrived. */
const LARGE_BYTES = 5 * 1024 * 1024;
const CONTENT = 'x'.repeat(LARGE_BYTES);
const PARTS = ['InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'];
const ABORT = 'AbortMultipartUpload';
const COS = { storage: 'digest-only' } as const;
const GAME = DEMO_CAR_APPLICATION.applicationId;

const PACKAGE = {
  operation: 'tem-rolling-update',
  seeds: { ...applications(JAR), cos: COS },
  files: { 'shop.jar': CONTENT },
  inputs: ({ simulator }: Cloud): Inputs => ({
    ...UPDATE,
    ...{ 'package-file': 'shop.jar', 'cos-endpoint': simulator.cosEndpoint },
  }),
} satisfies Partial<Scenario>;

const VERSION = {
  operation: 'car-create-version',
  seeds: { car: { applications: [{ ...DEMO_CAR_APPLICATION, versions: [] }] }, cos: COS },
  files: { 'game.zip': CONTENT },
  inputs: ({ simulator }: Cloud): Inputs => ({
    ...{ operation: 'car-create-version', region: 'ap-guangzhou', 'application-id': GAME },
    ...{ 'package-file': 'game.zip', 'cos-endpoint': simulator.cosEndpoint },
  }),
} satisfies Partial<Scenario>;

const versions = ({ simulator }: Cloud) => simulator.car.application(GAME).versions;
const isCreated = (cloud: Cloud) =>
  versions(cloud).length === 1 &&
  versions(cloud)[0]?.status === 'Normal' &&
  isUploaded(cloud, LARGE_BYTES);
const isWithoutFile = (cloud: Cloud) =>
  versions(cloud).length === 1 && !isUploaded(cloud, LARGE_BYTES);
/** A version that the outputs name, or none. */
const isNamed = (cloud: Cloud, outputs: Inputs) =>
  versions(cloud).every(
    ({ applicationVersionId }) => applicationVersionId === outputs['application-version-id'],
  );

const refuseParts = ({ simulator }: Cloud) => {
  const refusal = { kind: 'api-error', code: 'InvalidArgument', status: 400 } as const;
  simulator.cos.faults.inject({ ...refusal, operation: 'UploadPart', occurrence: 'every' });
};
const holdPart = ({ simulator }: Cloud) => {
  simulator.cos.faults.inject({ kind: 'hang', operation: 'UploadPart', partNumber: 3 });
};

/** Files that go to COS in parts, and what comes of their parts when they cannot be finished. */
export const LARGE_FILES: readonly Scenario[] = [
  {
    ...PACKAGE,
    name: 'a large package, uploaded in parts',
    endsAs: 'succeeded',
    isDone: (cloud) => isRolledOut(cloud) && isUploaded(cloud, LARGE_BYTES),
    only: PARTS,
  },
  {
    ...PACKAGE,
    name: 'a large package whose parts are refused',
    prepare: refuseParts,
    endsAs: 'failed',
    isDone: (cloud) => rollout(cloud) === '',
    only: [ABORT],
  },
  {
    ...PACKAGE,
    name: 'a large package, cancelled in a part',
    prepare: holdPart,
    cancelAfter: 10,
    endsAs: 'cancelled',
    isDone: (cloud) => rollout(cloud) === '',
    only: [ABORT],
  },
  {
    ...VERSION,
    name: 'a large file, uploaded in parts',
    endsAs: 'succeeded',
    isDone: isCreated,
    isBegun: isNamed,
    only: PARTS,
  },
  {
    ...VERSION,
    name: 'a large file whose parts are refused',
    prepare: refuseParts,
    endsAs: 'failed',
    isDone: isWithoutFile,
    isBegun: isNamed,
    only: [ABORT],
  },
  {
    ...VERSION,
    name: 'a large file, cancelled in a part',
    prepare: holdPart,
    cancelAfter: 10,
    endsAs: 'cancelled',
    isDone: isWithoutFile,
    isBegun: isNamed,
    only: [ABORT],
  },
];

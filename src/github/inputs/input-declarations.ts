import { cosEndpoint, endpoint } from './endpoint-parsers.ts';
import {
  artifactName,
  choice,
  durationBetween,
  booleanFlag,
  integer,
  pollInterval,
  roleArns,
  roleExternalId,
  roleSessionName,
  secondsOrDuration,
  secret,
  plainText,
  word,
} from './input-parsers.ts';
import { DEPLOYMENT_INPUTS } from './deployment-inputs.ts';
import type { CamelCase, InputDeclaration } from './declare-input.ts';
import { CAR_INPUTS, DLC_INPUTS, SCF_INPUTS } from './service-inputs.ts';
import type { Parser } from './input-parsers.ts';

/** All inputs, in the order users read them. action.yml says the same, a test sees to it. */
export const INPUTS = {
  operation: {
    parser: plainText,
    description:
      'What to do: tem-rolling-update, tem-wait, tem-resume, tem-revert, tem-package-url, car-create-version, car-set-online, scf-code-url or dlc-result-download',
    example: 'tem-rolling-update',
  },
  'secret-id': {
    parser: secret,
    description:
      'SecretId of the API key; without secret-id, secret-key and token they are all taken from the environment (TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN)',
    example: '${{ secrets.TENCENTCLOUD_SECRET_ID }}',
  },
  'secret-key': {
    parser: secret,
    description: 'SecretKey of the API key',
    example: '${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
  },
  token: {
    parser: secret,
    description: 'Session token, where secret-id and secret-key are temporary',
    example: '${{ secrets.TENCENTCLOUD_TOKEN }}',
  },
  'oidc-provider-id': {
    parser: word(),
    description:
      "Name of the OIDC identity provider in CAM: with role-arn, GitHub's ID token takes the place of keys (docs/credentials.md)",
    example: 'github   (CAM console, Identity Providers)',
  },
  'oidc-audience': {
    parser: plainText,
    default: 'sts.tencentcloudapi.com',
    description: 'Audience of the ID token: one of the client IDs of the identity provider',
    example: 'sts.tencentcloudapi.com',
  },
  'role-arn': {
    parser: roleArns,
    description:
      'Role to assume, by OIDC or with the keys; several lines are a chain: each next role is assumed with the one before',
    example: 'qcs::cam::uin/…:roleName/…   (CAM console, Roles)',
  },
  'role-session-name': {
    parser: roleSessionName,
    description:
      'Name of the role session in the audit log; by default made of repository and run: octo-org.shop@77',
    example: 'deploy',
  },
  'role-duration-seconds': {
    parser: integer({ min: 0, max: 43_200 }),
    default: '3600',
    description:
      'Lifetime of the credentials of a role, in seconds, at most 43200; they are renewed before they expire',
    example: '3600',
  },
  'role-external-id': {
    parser: roleExternalId,
    description: 'External ID that the last role asks for; it goes with AssumeRole, not with OIDC',
    example: 'octo-org/shop',
  },
  region: {
    parser: word(),
    description: 'Region, such as ap-guangzhou; without it TENCENTCLOUD_REGION of the environment',
    example: 'ap-guangzhou   (the region that the application runs in)',
    environment: ['TENCENTCLOUD_REGION'],
  },
  endpoint: {
    parser: endpoint,
    default: 'tencentcloudapi.com',
    description:
      'Root domain of the API (intl.tencentcloudapi.com, say), or the URL of a gateway that serves every service',
    example: 'tencentcloudapi.com',
  },
  'cos-endpoint': {
    parser: cosEndpoint,
    default: 'https://{bucket}.cos.{region}.myqcloud.com',
    description:
      'URL template of COS for uploads and downloads; {bucket} and {region} may be absent',
    example: 'https://{bucket}.cos.accelerate.myqcloud.com',
  },
  language: {
    parser: choice(['en-US', 'zh-CN']),
    default: 'en-US',
    description: "Language of the cloud's messages: en-US or zh-CN",
    example: 'en-US',
  },
  'application-id': {
    parser: word(),
    description: 'ID of the application',
    example: 'app-…   (TEM console, Applications)',
  },
  'environment-id': {
    parser: word(),
    description: 'ID of the environment that the application runs in',
    example: 'en-…   (TEM console, Environments)',
  },
  'deploy-version': {
    // The cloud refuses more (VersionLengthLimit) and, for some kinds, upper case: that is its say.
    parser: word(128),
    description:
      "Version to deploy: the tag of the image, or the version of the package; one that looks like a number in quotes: '1.10'",
    example: 'v1.2.3   (tag of the image, or version of the package)',
  },
  'package-name': {
    parser: plainText,
    description:
      'Name of the JAR or WAR package (output package-name of the step that deployed it); applications that run an image have none',
    example: 'shop.jar   (TEM console, Applications, Versions)',
  },
  'package-file': {
    parser: plainText,
    description:
      'File to upload first, a path or a pattern that matches exactly one file (TEM: jar or war; CAR: zip, rar, 7z, apk or xapk)',
    example: 'build/*.jar',
  },
  'deploy-strategy': {
    parser: choice(['AUTO', 'BETA', 'MANUAL']),
    description:
      'AUTO: batch after batch; BETA: a small batch first, which waits for confirmation; MANUAL: every batch waits for confirmation',
    example: 'AUTO',
  },
  'total-batch-count': {
    parser: integer({ min: 0 }),
    description: 'Number of batches',
    example: '2',
  },
  'batch-interval': {
    parser: secondsOrDuration,
    description: 'Time between two batches, in seconds (60) or as a duration (5m)',
    example: '60',
  },
  'beta-batch-num': {
    parser: integer({ min: 0 }),
    description: 'Number of instances in the first, small batch; BETA needs it',
    example: '1',
  },
  'min-available': {
    parser: integer({ min: 0 }),
    description: 'Number of instances that stay available during the rollout',
    example: '1',
  },
  force: {
    parser: booleanFlag,
    default: 'false',
    description: 'TEM: force the release; DLC: make the file again after a timeout or an error',
    example: 'true',
  },
  from: {
    parser: plainText,
    description: 'Platform that the request comes from, for the cloud to know',
    example: 'Coding',
  },
  'source-channel': {
    // unknown: what the numbers mean; the API says int64.
    parser: integer(),
    description: 'Source channel, a number that goes with every call that takes it',
    example: '0',
  },
  'revision-id': {
    parser: word(),
    description:
      "Revision to follow, resume or revert; where it is not the application's current one, nothing is changed and the step fails",
    example: 'revision-…   (output revision-id of the step that started it)',
  },
  ...CAR_INPUTS,
  ...SCF_INPUTS,
  ...DLC_INPUTS,
  wait: {
    parser: booleanFlag,
    default: 'true',
    description: 'Wait for the verdict; false: start and leave, with status started',
    example: 'true',
  },
  timeout: {
    parser: durationBetween({ min: '1s', max: '6h' }),
    default: '30m',
    description: 'Time limit of the whole step: 90s, 30m, 1h30m; at most 6h',
    example: '30m',
  },
  'poll-interval': {
    parser: pollInterval({ min: '1s', max: '1h' }),
    default: 'auto',
    description: 'Time between two looks at the rollout: auto adapts, a duration (10s) fixes it',
    example: 'auto',
  },
  'failure-grace': {
    parser: durationBetween({ min: '0s', max: '6h' }),
    default: '120s',
    description:
      'How long new instances may crash or fail to pull before the rollout counts as failed',
    example: '120s',
  },
  'on-waiting': {
    parser: choice(['stop', 'resume']),
    default: 'stop',
    description:
      'When a batch waits for confirmation: stop here, with status waiting, or resume it',
    example: 'stop',
  },
  'if-deploying': {
    parser: choice(['wait', 'fail', 'adopt']),
    default: 'wait',
    description:
      'When another rollout is under way: wait for its end, fail, or adopt it where it brings the same version',
    example: 'wait',
  },
  'on-failure': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description: 'When the rollout fails: keep it as it is, or revert it',
    example: 'keep',
  },
  'on-timeout': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description: 'When the time is up: keep the rollout running, or revert it',
    example: 'keep',
  },
  'on-cancel': {
    parser: choice(['keep', 'revert']),
    default: 'keep',
    description: 'When the job is cancelled: keep the rollout running, or revert it',
    example: 'keep',
  },
  'download-path': {
    parser: plainText,
    description:
      'Download to this file, or folder (ends in / or exists), inside the workspace or RUNNER_TEMP',
    example: 'build/',
  },
  'digest-mismatch': {
    parser: choice(['error', 'warn']),
    default: 'error',
    description: 'When the SHA-256 of a download is not what the cloud says: error, or warn',
    example: 'warn',
  },
  'artifact-name': {
    parser: artifactName,
    description: 'Keep the download as a workflow artifact of this name',
    example: 'function-code',
  },
  'artifact-retention-days': {
    parser: integer({ min: 1, max: 400 }),
    description: 'Days that the artifact is kept; the repository sets the default and the most',
    example: '7',
  },
  'mask-download-url': {
    parser: booleanFlag,
    default: 'false',
    description: 'Mask the download URL in the log; a masked URL cannot leave the job',
    example: 'true',
  },
  ...DEPLOYMENT_INPUTS,
  summary: {
    parser: booleanFlag,
    default: 'true',
    description: 'Write a job summary',
    example: 'true',
  },
  'dry-run': {
    parser: booleanFlag,
    default: 'false',
    description:
      'Check inputs, credentials and the target by reads alone, print the plan; status `planned`',
    example: 'true',
  },
} as const satisfies Record<string, InputDeclaration>;

export type InputName = keyof typeof INPUTS;

/** What an input's kind makes of its text. */
export type InputValue<Name extends InputName> =
  (typeof INPUTS)[Name]['parser'] extends Parser<infer Value> ? Value : never;

type NameWithDefault = {
  [Name in InputName]: (typeof INPUTS)[Name] extends { readonly default: string } ? Name : never;
}[InputName];

/**
 * Values by camelCase name: what is needed, or has a default, is always there; the rest of what is
 * taken is undefined where it was not given.
 */
export type Inputs<Needs extends InputName, Takes extends InputName = never> = {
  readonly [Name in Needs | Takes as CamelCase<Name>]:
    InputValue<Name> | (Name extends Needs | NameWithDefault ? never : undefined);
};

/** The names of all inputs, in the order users read them. */
export const INPUT_NAMES = Object.keys(INPUTS) as readonly InputName[];

/** How an input was declared, with what not every input has as optional. */
export function getDeclaration(name: InputName): InputDeclaration {
  return INPUTS[name];
}

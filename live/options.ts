import { parseArgs } from 'node:util';

/** What the user has given. Absent IDs are ''; their checks are left out. */
export interface LiveOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly cosEndpoint: string;
  readonly intlEndpoint: string;
  readonly applicationId: string;
  readonly environmentId: string;
  readonly functionName: string;
  readonly namespace: string;
  readonly taskId: string;
  readonly carApplicationId: string;
  /** A TEM application of the same environment that has never run. */
  readonly newApplicationId: string;
  /** An SCF function that runs an image. */
  readonly imageFunctionName: string;
  /** A role that the role of the keys may assume. */
  readonly chainedRoleArn: string;
  /** A version of the TEM application that crashes, and its package. */
  readonly brokenVersion: string;
  readonly brokenPackage: string;
  readonly packageFile: string;
  readonly carFile: string;
  /** The names of the checks to run; empty for all. */
  readonly checks: readonly string[];
  /** Whether changes may be made at all. */
  readonly change: boolean;
  /** Whether nobody is asked before a change. */
  readonly yes: boolean;
  /** The folder of the recording; '' for none. */
  readonly record: string;
  /** A recording to judge instead of calling anything; '' for none. */
  readonly recording: string;
  readonly json: boolean;
}

export const HELP = `npm run live -- [OPTIONS]

Asks Tencent Cloud what nobody knows about it, and compares the answers with what the code assumes.
Keys: TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN.
In a workflow, instead: TENCENTCLOUD_OIDC_PROVIDER_ID and TENCENTCLOUD_ROLE_ARN.

  --region R             default: TENCENTCLOUD_REGION, then ap-guangzhou
  --application-id ID    a TEM application, with
  --environment-id ID    its environment
  --function-name NAME   an SCF function, and its --namespace
  --task-id ID           a DLC task with a result
  --car-application-id ID  a CAR application
  --new-application-id ID  a TEM application of that environment that has never run
  --image-function-name NAME  an SCF function that runs an image
  --chained-role-arn ARN  a role that the role of the keys may assume
  --record FOLDER        writes the answers there, without anything that identifies the account
  --recording FOLDER     judges a recording instead; calls nothing
  --check NAME           runs only this check; may be repeated
  --json                 prints JSON instead of tables

Without --change it only reads. With --change, on a sandbox with at least three instances:
  --change               rollouts, a rollback, uploads, a CAR version, a DLC export; asks each time
  --yes                  does not ask
  --package-file FILE    a JAR or WAR of the application to upload and deploy
  --broken-version V     a version of the application that crashes, to see how TEM handles a failure
  --broken-package NAME  its package, if the application is a JAR or WAR
  --car-file FILE        a package of the CAR application to upload

  --endpoint, --cos-endpoint, --intl-endpoint   other hosts, such as the simulator's`;

const DEFAULT_ENDPOINT = 'tencentcloudapi.com';
const DEFAULT_COS = 'https://{bucket}.cos.{region}.myqcloud.com';
const DEFAULT_INTL = 'intl.tencentcloudapi.com';

const text = { type: 'string', default: '' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Parses the command line; undefined if help is wanted. Throws for unknown or missing options. */
export function parseOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LiveOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      region: { type: 'string', default: env.TENCENTCLOUD_REGION || 'ap-guangzhou' },
      endpoint: { type: 'string', default: DEFAULT_ENDPOINT },
      'cos-endpoint': { type: 'string', default: DEFAULT_COS },
      'intl-endpoint': text,
      'application-id': text,
      'environment-id': text,
      'function-name': text,
      namespace: text,
      'task-id': text,
      'car-application-id': text,
      'new-application-id': text,
      'image-function-name': text,
      'chained-role-arn': text,
      'broken-version': text,
      'broken-package': text,
      'package-file': text,
      'car-file': text,
      record: text,
      recording: text,
      check: { type: 'string', multiple: true, default: [] as string[] },
      change: flag,
      yes: flag,
      json: flag,
      help: flag,
    },
  });
  if (values.help) return undefined;
  if ((values['application-id'] === '') !== (values['environment-id'] === '')) {
    throw new Error('--application-id and --environment-id belong together.');
  }
  const isReal = values.endpoint === DEFAULT_ENDPOINT;
  return {
    region: values.region,
    endpoint: values.endpoint,
    cosEndpoint: values['cos-endpoint'],
    // Another endpoint, such as the simulator's, has no international site unless one is named.
    intlEndpoint: values['intl-endpoint'] || (isReal ? DEFAULT_INTL : ''),
    applicationId: values['application-id'],
    environmentId: values['environment-id'],
    functionName: values['function-name'],
    namespace: values.namespace,
    taskId: values['task-id'],
    carApplicationId: values['car-application-id'],
    newApplicationId: values['new-application-id'],
    imageFunctionName: values['image-function-name'],
    chainedRoleArn: values['chained-role-arn'],
    brokenVersion: values['broken-version'],
    brokenPackage: values['broken-package'],
    packageFile: values['package-file'],
    carFile: values['car-file'],
    checks: values.check,
    change: values.change,
    yes: values.yes,
    record: values.record,
    recording: values.recording,
    json: values.json,
  };
}

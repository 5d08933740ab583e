import { manualClock, SECRET_MARK } from '../../../simulator/index.ts';
import { CosWorld } from '../../../simulator/cos/cos-world.ts';
import { openServices } from '../../../simulator/open-services.ts';
import type { Answer } from '../../../live/evidence.ts';
import { createRandom } from '../../explore/random.ts';
import type { SecretTexts } from './secret-texts.ts';
import { makeSecretTexts } from './secret-texts.ts';

const REGION = 'ap-guangzhou';

export interface RandomAccount {
  readonly answers: readonly Answer[];
  /** Everything random in the account, and what the simulator marks as secret. */
  readonly secrets: readonly string[];
}

/** Simulates an account in which every ID, name, address and key is random, and calls everything. */
export function simulateAccount(seed: number): RandomAccount {
  const random = createRandom(seed);
  const secrets = makeSecretTexts(random);
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const cos = new CosWorld({}, [], clock);
  const [application, environment, game] = [secrets.atom(), secrets.atom(), secrets.atom()];
  const names = {
    functionName: secrets.atom(),
    taskId: secrets.digits(20),
    fileName: `${secrets.atom()}.csv`,
  };
  const target = { ApplicationId: `app-${application}`, EnvironmentId: `en-${environment}` };
  const { services } = openServices(
    { clock, cos, site: 'china', admit: () => undefined },
    {
      tem: {
        applications: [
          {
            applicationId: target.ApplicationId,
            applicationName: secrets.atom(),
            environmentId: target.EnvironmentId,
            environmentName: secrets.atom(),
            deployMode: 'JAR',
            deployVersion: secrets.any(),
            pkgName: `tem/pkg/${secrets.digits(10)}/app-${application}/${secrets.digits(13)}/${secrets.atom()}.jar`,
          },
        ],
      },
      car: { applications: [{ applicationId: `app-${game}` }] },
      scf: { functions: [{ functionName: names.functionName }] },
      dlc: {
        tasks: [
          {
            taskId: names.taskId,
            bucket: `${secrets.atom()}-${secrets.digits(10)}`,
            fileName: names.fileName,
          },
        ],
      },
    },
  );
  const answers: Answer[] = [];
  const call = (service: string, action: string, parameters: Record<string, unknown>) => {
    const found = services.find(({ contract }) => contract.service === service);
    const fields = found?.perform({ action, parameters, region: REGION }) ?? {};
    const response = addSecrets({ ...fields, RequestId: secrets.atom() }, secrets);
    answers.push({
      at: clock.now(),
      check: 'reads',
      service,
      action,
      parameters,
      status: 200,
      response,
    });
    return fields;
  };

  call('tem', 'DescribeApplicationInfo', target);
  call('tem', 'DescribeApplications', { Limit: 100 });
  call('tem', 'CreateCosToken', {
    ApplicationId: target.ApplicationId,
    PkgName: `${secrets.atom()}.jar`,
    OptType: 1,
    TimeVersion: secrets.any(),
  });
  const version = { DeployVersion: secrets.atom(), PackageName: `${secrets.atom()}.jar` };
  call('tem', 'RollingUpdateApplicationByVersion', { ...target, ...version });
  clock.advance(30);
  call('tem', 'DescribeApplicationPods', target);
  call('tem', 'DescribeDeployApplicationDetail', target);
  call('tem', 'GenerateApplicationPackageDownloadUrl', {
    ApplicationId: target.ApplicationId,
    PkgName: version.PackageName,
    DeployVersion: version.DeployVersion,
  });
  call('car', 'CreateApplicationVersion', {
    ApplicationId: `app-${game}`,
    ApplicationFileName: `${secrets.atom()}.zip`,
  });
  call('car', 'DescribeCosCredential', {
    ApplicationId: `app-${game}`,
    ApplicationFileName: `${secrets.atom()}.zip`,
  });
  call('car', 'DescribeApplicationVersion', { ApplicationId: `app-${game}` });
  call('scf', 'GetFunctionAddress', { FunctionName: names.functionName });
  const { DownloadId } = call('dlc', 'CreateResultDownload', {
    TaskId: names.taskId,
    Format: 'CSV',
  });
  clock.advance(60);
  call('dlc', 'DescribeResultDownload', { DownloadId });
  return { answers, secrets: [...secrets.made, SECRET_MARK] };
}

/** Fields that the simulator fills with fixed values get random ones. */
const RANDOM_FIELDS =
  /^(?:Value|Key|Webshell|PodIp|ClusterIp|ExternalIp|ExternalDomain|PublicDomain|AppId|Uin|SubAccountUin|JvmOpts|PostStart|PreStop|SubnetId|Vpc|ClusterId|UnhealthyWarningMsg|Description|RepoServer|Name)$/;

function addSecrets<Value>(value: Value, secrets: SecretTexts, field = ''): Value {
  if (typeof value === 'string' && RANDOM_FIELDS.test(field)) return secrets.any() as Value;
  if (Array.isArray(value))
    return value.map((each: unknown) => addSecrets(each, secrets, field)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, addSecrets(each as unknown, secrets, name)]),
  ) as Value;
}

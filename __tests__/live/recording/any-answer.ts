import fc from 'fast-check';
import type { Answer } from '../../../live/evidence.ts';
import type { FieldType } from '../../../live/recording/model.ts';
import { readOfficialFields } from '../../../live/recording/model.ts';
import { createRandom } from '../../explore/random.ts';
import type { Random } from '../../explore/random.ts';
import type { SecretTexts } from './secret-texts.ts';
import { makeSecretTexts } from './secret-texts.ts';

const ACTIONS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['tem', 'DescribeApplicationInfo'],
  ['tem', 'DescribeApplications'],
  ['tem', 'DescribeEnvironments'],
  ['tem', 'DescribeApplicationPods'],
  ['tem', 'DescribeDeployApplicationDetail'],
  ['tem', 'CreateCosToken'],
  ['tem', 'GenerateApplicationPackageDownloadUrl'],
  ['car', 'DescribeApplicationVersion'],
  ['car', 'DescribeCosCredential'],
  ['scf', 'GetFunctionAddress'],
  ['dlc', 'DescribeResultDownload'],
  ['sts', 'GetCallerIdentity'],
];

/** An answer in the form of the official package, with secrets in every text, and those secrets. */
export const anyOfficialAnswer = fc
  .integer()
  .map((seed): { answer: Answer; texts: readonly string[] } => {
    const random = createRandom(seed);
    const secrets = makeSecretTexts(random);
    const [service, action] = random.pick(ACTIONS);
    const make = (suffix: string) =>
      fill(service, { kind: 'object', name: `${action}${suffix}` }, '', {
        random,
        secrets,
        depth: 0,
      }) as Record<string, unknown>;
    const isError = random.chance(0.1);
    const answer = {
      ...{ at: 0, check: 'reads', service, action, status: 200 },
      parameters: make('Request'),
      response: isError
        ? { Error: { Code: secrets.any(), Message: secrets.any() }, RequestId: secrets.any() }
        : make('Response'),
    };
    return { answer, texts: secrets.made };
  });

interface Filling {
  readonly random: Random;
  readonly secrets: SecretTexts;
  readonly depth: number;
}

const MAX_DEPTH = 6;

function fill(service: string, type: FieldType, field: string, filling: Filling): unknown {
  const { depth, random, secrets } = filling;
  const deeper = { ...filling, depth: depth + 1 };
  if (random.chance(0.03)) return null;
  // Now and then a value has another type than the package says.
  if (random.chance(0.03) && field !== '') return secrets.any();
  switch (type.kind) {
    case 'boolean':
      return random.chance(0.5);
    case 'number':
      return /Time|Date/.test(field)
        ? random.integer(0, 2_000_000_000)
        : Number(secrets.digits(random.integer(9, 12)));
    case 'string':
      return secrets.any();
    case 'list':
      return Array.from({ length: random.integer(0, 2) }, () =>
        fill(service, type.of, field, deeper),
      );
    case 'object': {
      if (depth > MAX_DEPTH) return {};
      const fields = Object.entries(readOfficialFields(service, type.name) ?? {});
      const known = fields.map(
        ([name, each]) => [name, fill(service, each.type, name, deeper)] as const,
      );
      const unknown = random.chance(0.2)
        ? [[secrets.atom(), { [secrets.atom()]: secrets.any() }] as const]
        : [];
      return Object.fromEntries([...known, ...unknown]);
    }
  }
}

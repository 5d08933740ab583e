import { getEnv, getInputVariable } from '../runner-env.ts';
import type { InputDeclaration } from './declare-input.ts';
import { integer, secret, plainText, webUrl } from './input-parsers.ts';

/** The inputs of the record that GitHub keeps of a deployment. */
export const DEPLOYMENT_INPUTS = {
  'github-token': {
    parser: secret,
    description:
      'Token to record a GitHub Deployment with; the job needs permissions: deployments: write',
    example: '${{ github.token }}',
  },
  'github-environment': {
    parser: plainText,
    description:
      'Record a GitHub Deployment to this environment: in progress, then success or failure (not in a job with environment:, where GitHub keeps one itself)',
    example: 'production',
  },
  'environment-url': {
    parser: webUrl,
    description: 'Address that the GitHub Deployment links to',
    example: 'https://shop.example.com',
  },
  'github-deployment-id': {
    parser: integer({ min: 1 }),
    description: 'Continue the GitHub Deployment that an earlier job began',
    example: '…   (output github-deployment-id of the step that began it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

/** A line for each of these inputs that lacks the other that it works with. */
export function deploymentWarnings(env: NodeJS.ProcessEnv): string[] {
  const isGiven = (name: keyof typeof DEPLOYMENT_INPUTS) =>
    getEnv(env, getInputVariable(name)) !== undefined;
  const records = (['github-environment', 'github-deployment-id'] as const).filter(isGiven);
  if (records.length === 0) {
    return (['github-token', 'environment-url'] as const)
      .filter(isGiven)
      .map((name) => `${name} has no effect without github-environment or github-deployment-id`);
  }
  return isGiven('github-token')
    ? []
    : records.map((name) => `${name} has no effect without github-token: add   ${TOKEN_LINE}`);
}

const TOKEN_LINE = `github-token: ${DEPLOYMENT_INPUTS['github-token'].example}`;

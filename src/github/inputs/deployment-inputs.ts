import type { InputDeclaration } from './declare-input.ts';
import { integer, secret, plainText, webUrl } from './input-parsers.ts';

/** The inputs of the record that GitHub keeps of a deployment. */
export const DEPLOYMENT_INPUTS = {
  'github-token': {
    parser: secret,
    description:
      'Token to record a GitHub Deployment with; the job needs permissions: deployments: write',
    chinese: '用来记录 GitHub Deployment 的令牌；该任务需要 `permissions: deployments: write`',
    example: '${{ github.token }}',
  },
  'github-environment': {
    parser: plainText,
    description:
      'Record a GitHub Deployment to this environment: in progress, then success or failure (not in a job with environment:, where GitHub keeps one itself)',
    chinese:
      '在该环境下记录一个 GitHub Deployment：先是进行中，然后是成功或失败（不要用在有 `environment:` 的任务里，那里 GitHub 自己会记录）',
    example: 'production',
  },
  'environment-url': {
    parser: webUrl,
    description: 'Address that the GitHub Deployment links to',
    chinese: 'GitHub Deployment 所链接的地址',
    example: 'https://shop.example.com',
  },
  'github-deployment-id': {
    parser: integer({ min: 1 }),
    description: 'Continue the GitHub Deployment that an earlier job began',
    chinese: '继续由更早的任务开始的 GitHub Deployment',
    example: '…   (output github-deployment-id of the step that began it)',
  },
} as const satisfies Readonly<Record<string, InputDeclaration>>;

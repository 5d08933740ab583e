import { describe, expect, it } from '@jest/globals';
import { fillPolicies } from '../../scripts/permissions.mjs';

const OPERATIONS = {
  'tem-wait': {
    calls: ['tem:CreateCosToken', 'scf:GetFunctionAddress', 'tem:DescribeApplicationInfo'],
  },
  'scf-code-url': { calls: ['scf:GetFunctionAddress'] },
};

/** A page with the sections, each with a policy out of date unless it has none. */
const page = (...headings: string[]) => ['# Page\n\n', ...headings.map(section)].join('');
const section = (heading: string) =>
  `## ${heading}\n\nBefore.\n\n\`\`\`json\n{ "old": "${heading}" }\n\`\`\`\n\nAfter.\n\n`;

/** The headings of a page, each with its text: `[old]` and `[new]` are its policies. */
const outline = (text: string) =>
  text
    .replace(/```json\n([^]*?)```/g, (_, json: string) =>
      json.includes('old') ? '[old]' : '[new]',
    )
    .split('\n')
    .filter((line) => line !== '')
    .join(' ');

describe('the policies of a page', () => {
  it.each([
    [
      'are replaced, and nothing else',
      page('tem-wait', 'tem-wait with a package', 'scf-code-url', 'End'),
      '# Page ## tem-wait Before. [new] After. ## tem-wait with a package Before. [old] After. ' +
        '## scf-code-url Before. [new] After. ## End Before. [old] After.',
    ],
    [
      'get a section before the next operation',
      page('Start', 'scf-code-url', 'End'),
      '# Page ## Start Before. [old] After. ## tem-wait [new] ' +
        '## scf-code-url Before. [new] After. ## End Before. [old] After.',
    ],
    [
      'get a section before the end after the last operation',
      page('tem-wait', 'tem-wait with a package', 'End'),
      '# Page ## tem-wait Before. [new] After. ## tem-wait with a package Before. [old] After. ' +
        '## scf-code-url [new] ## End Before. [old] After.',
    ],
    [
      'get sections in the order of the operations',
      page('End'),
      '# Page ## tem-wait [new] ## scf-code-url [new] ## End Before. [old] After.',
    ],
  ])('%s', (_, before, after) => {
    const filled = fillPolicies(before, OPERATIONS, 'End');
    expect(outline(filled)).toBe(after);
    expect(fillPolicies(filled, OPERATIONS, 'End')).toBe(filled);
  });

  it('name the target for calls that CAM can narrow to it', () => {
    const [, json = ''] =
      /```json\n([^]*?)```/.exec(fillPolicies(page('End'), OPERATIONS, 'End')) ?? [];
    expect(JSON.parse(json)).toMatchObject({
      statement: [
        {
          action: ['tem:DescribeApplicationInfo'],
          resource: [
            expect.stringContaining('application/'),
            expect.stringContaining('environment/'),
          ],
        },
        { action: ['tem:CreateCosToken', 'scf:GetFunctionAddress'], resource: ['*'] },
      ],
    });
  });

  it.each([
    ['without the section after them', page('tem-wait')],
    ['in a section without a policy', `${page('scf-code-url')}## tem-wait\n\nNothing.\n`],
  ])('are not written %s', (_, before) => {
    expect(() => fillPolicies(before, OPERATIONS, 'End')).toThrow(Error);
  });
});

// The policies of docs/permissions.md and its Chinese page: one for each operation. The prose around
// them is written by hand, and so is the policy of a rollout with a package.
import { NARROWED_CALLS } from '../src/operations/registry.ts';

/** Both pages, each with the section that follows those of the operations. */
export const PERMISSION_PAGES = {
  'docs/permissions.md': 'Role chains',
  'docs/permissions.zh-CN.md': '角色链',
};

/** What the reader replaces: the page names these IDs. */
const TARGET = [
  'qcs::tem::uin/100000000001:application/app-shop0001',
  'qcs::tem::uin/100000000001:environment/en-prod0001',
];

/**
 * Writes the policy of each operation into its section of a page. An operation without a section gets
 * one before that of the next operation, and the last one before `sectionAfter`. Throws if a section
 * has no policy, or if there is no `sectionAfter` to write one before.
 */
export function fillPolicies(page, operations, sectionAfter) {
  const sections = page.split(/^(?=## )/m);
  let next = sectionAfter;
  for (const [operation, { calls }] of Object.entries(operations).toReversed()) {
    const policy = writePolicy(calls);
    const own = findSection(sections, operation);
    if (own >= 0) sections[own] = replacePolicy(sections[own], policy);
    else {
      const at = findSection(sections, next);
      if (at < 0) throw new Error(`There is no section ${next} to write ${operation} before.`);
      sections.splice(at, 0, `## ${operation}\n\n${policy}\n\n`);
    }
    next = operation;
  }
  return sections.join('');
}

function findSection(sections, heading) {
  return sections.findIndex((section) => section.split('\n', 1)[0] === `## ${heading}`);
}

function replacePolicy(section, policy) {
  const block = /^```json\n[^]*?^```$/m;
  if (!block.test(section)) throw new Error(`There is no policy to replace in ${section}`);
  return section.replace(block, () => policy);
}

function writePolicy(calls) {
  const narrowed = calls.filter((call) => NARROWED_CALLS.includes(call));
  const others = calls.filter((call) => !NARROWED_CALLS.includes(call));
  const statement = [
    { effect: 'allow', action: narrowed, resource: TARGET },
    { effect: 'allow', action: others, resource: ['*'] },
  ].filter(({ action }) => action.length > 0);
  return `\`\`\`json\n${JSON.stringify({ version: '2.0', statement }, null, 2)}\n\`\`\``;
}

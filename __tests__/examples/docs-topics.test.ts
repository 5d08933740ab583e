import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { INPUT_NAMES, getDeclaration } from '../../src/github/inputs/input-declarations.ts';
import { UPDATE, TARGET, closeWorlds, startWorld } from '../operations/world.ts';
import { parsedWorkflow } from '../support/workflow/read-workflow.ts';

const ROOT = new URL('../../', import.meta.url);

/** The paragraphs, rows and list items of a page. */
const linesOf = (page: string) => readFileSync(new URL(page, ROOT), 'utf8').split('\n');
const inBothLanguages = (name: string) => [`${name}.md`, `${name}.zh-CN.md`];

/** What users ask, by the words of one line that answers it: code is the same in both languages. */
const TOPICS = [
  ['README', 'environment:', 'deployment: false'],
  ['docs/troubleshooting', 'secrets.', 'vars', 'result'],
  ['docs/troubleshooting', 'mask-download-url', 'download-url'],
  ['docs/troubleshooting', 'container:', 'on-cancel: revert', 'post'],
  ['docs/troubleshooting', 'timeout-minutes', 'on-cancel', 'on-timeout', 'timeout'],
  ['docs/network', 'timeout-minutes', 'timeout'],
  ['docs/network', 'NODE_EXTRA_CA_CERTS', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ['docs/network', 'container:'],
  ['docs/network', 'NO_PROXY', '10.0.0.0/8'],
  ['docs/network', '407', 'HTTPS_PROXY'],
  ['docs/network', 'internal.tencentcloudapi.com', 'NO_PROXY'],
  ['docs/network', 'UserNetworkTooSlow'],
  ['docs/network', '413', 'client_max_body_size'],
] as const;

const ROWS = TOPICS.flatMap(([name, ...words]) =>
  inBothLanguages(name).map((page) => [page, words] as const),
);

it.each(ROWS)('%s has a line about %j', (page, words) => {
  const found = linesOf(page).filter((line) => words.every((word) => line.includes(word)));
  expect(found).not.toEqual([]);
});

describe('an environment that makes no Deployment', () => {
  const workflow = (key: string) => `on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment:
      name: production
      ${key}: false
    steps:
      - run: date
`;

  it('is one that GitHub knows', async () => {
    await expect(parsedWorkflow('it.yml', workflow('deployment'))).resolves.toBeDefined();
    await expect(parsedWorkflow('it.yml', workflow('deploy'))).rejects.toThrow('deploy');
  });

  it.each(['description', 'chinese'] as const)('is named where others are ruled out: %s', (key) => {
    const texts = INPUT_NAMES.map((name) => getDeclaration(name)[key]);
    const ruling = texts.filter((text) => text.includes('`environment:`'));
    expect(ruling).not.toEqual([]);
    expect(ruling.filter((text) => !text.includes('`deployment: false`'))).toEqual([]);
  });
});

describe('an ID that is kept as a secret', () => {
  afterEach(closeWorlds);

  it('is in no other outputs than the page says: GitHub drops them', async () => {
    const ids = [TARGET['application-id'], TARGET['environment-id'], 'app-missing1'];
    const found = new Set<string>();
    for (const more of [{}, { 'dry-run': 'true' }, { 'application-id': 'app-missing1' }]) {
      const { outputs } = await (await startWorld()).run({ ...UPDATE, ...more });
      Object.entries(outputs)
        .filter(([, value]) => ids.some((id) => value.includes(id)))
        .forEach(([name]) => found.add(name));
    }
    for (const page of inBothLanguages('docs/troubleshooting')) {
      const [line = ''] = linesOf(page).filter((each) => each.includes('secrets.APP_ID'));
      const named = line.match(/(?<=`)[\w-]+(?=`)/g) ?? [];
      expect(named).toEqual(expect.arrayContaining([...found]));
    }
  });
});

// Writes the tables of error codes in docs/troubleshooting.md and its Chinese translation from the
// hints in src/report/hints/. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { POD_REMEDIES } from '../src/report/pod-remedies.ts';
import { COMMON_HINTS } from '../src/report/hints/common-hints.ts';
import { HINTS } from '../src/report/hints/find-hint.ts';
import { describeHint } from '../src/report/hints/hint-types.ts';
import { loadTexts } from '../src/text/format-text.ts';
import { formatMarkdown } from '../src/text/markdown.ts';

/** Prettier would pad the tables, which doubles their size. */
const [BEGIN, END] = ['<!-- prettier-ignore-start -->', '<!-- prettier-ignore-end -->'];

const PAGES = {
  'docs/troubleshooting.md': {
    language: 'en-US',
    common: 'All services',
    head: ['error code', 'fix'],
    podHead: ['state', 'fix'],
  },
  'docs/troubleshooting.zh-CN.md': {
    language: 'zh-CN',
    common: '通用错误码',
    head: ['错误码', '解决方法'],
    podHead: ['状态', '解决方法'],
  },
};

const services = listServices();
await loadTexts('zh-CN');
for (const [file, words] of Object.entries(PAGES)) update(file, words);

function update(file, { common, head, language, podHead }) {
  const before = readFileSync(file, 'utf8');
  const sections = services.map(({ name, rows }) => {
    const title = name === 'common' ? common : name.toUpperCase();
    return [`### ${title}`, '', ...table(head, rows, language)].join('\n');
  });
  const states = POD_REMEDIES.map(({ state, fix }) => [state, fix]);
  const after = fill(
    fill(before, 'errors', sections.join('\n\n')),
    'states',
    table(podHead, states, language).join('\n'),
  );
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (after !== before) {
    console.error(`${file} is not what src/report/ says. Run: npm run docs`);
    process.exitCode = 1;
  }
}

/** Puts a text between the comments with its name. */
function fill(page, name, text) {
  const block = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!block.test(page)) throw new Error(`The page has no comments for "${name}".`);
  return page.replace(block, (_, begin, end) =>
    [begin, `${BEGIN}\n`, `${text}\n`, `${END}\n`, end].join('\n'),
  );
}

/** Returns every service with its codes and hints, the common codes first. */
function listServices() {
  const services = Object.entries(HINTS).toSorted(([a], [b]) => a.localeCompare(b));
  return [['common', COMMON_HINTS], ...services].map(([name, hints]) => ({
    name,
    rows: Object.entries(hints).map(([code, hint]) => [code, textOf(hint, name)]),
  }));
}

/** Formats a hint; one that depends on the call is written for a placeholder. */
function textOf(hint, service) {
  return describeHint(hint, {
    service: service === 'common' ? 'SERVICE' : service,
    action: 'ACTION',
  });
}

function table(head, rows, language) {
  const lines = rows.map(([code, text]) => `| \`${code}\` | ${formatMarkdown(text, language)} |`);
  return [`| ${head.join(' | ')} |`, '| --- | --- |', ...lines];
}

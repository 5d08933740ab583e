import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { createOutcome } from '../../src/report/outcome.ts';
import { describePlainly } from '../../src/report/plain-message.ts';
import type { Detail } from '../../src/text/detail.ts';
import { loadTexts } from '../../src/text/format-text.ts';
import type { Text } from '../../src/text/message.ts';
import { message } from '../../src/text/message.ts';
import { hostileRun } from './run-records.ts';

const ATTACKS = [
  '"; touch owned; echo "',
  "'; touch owned; echo '",
  '$(touch owned) `touch owned`',
  '1',
  '2)',
  '","text":"owned"}',
  '<@U1> @everyone ![x](https://evil.example/x.png) <img src=x onerror=alert(1)>',
  '\n# title\n- item\n| a | b |\n| - | - |',
];

const LANGUAGES = ['en-US', 'zh-CN'] as const;
beforeAll(() => loadTexts('zh-CN'));

/** A failed step whose every text is from outside. */
function tell(headline: Text, details: readonly Detail[] = [], application = 'shop-api'): string {
  return describePlainly(createOutcome('failed', headline, { details }), application, 'en-US');
}

const attacked = ATTACKS.flatMap((attack) => [
  tell(attack),
  tell('headline', [], attack),
  tell('headline', [{ label: message('words.message'), text: attack }]),
  tell('headline', [{ instance: attack, text: attack }]),
  tell('headline', [{ text: '', columns: [[attack, attack]] }]),
]);

const hostile = hostileRun.chain(({ input: { outcome } }) =>
  fc.record({
    application: fc.constantFrom(...ATTACKS, ''),
    language: fc.constantFrom(...LANGUAGES),
    outcome: fc.constant(outcome),
  }),
);

const messages = [
  ...attacked,
  ...fc
    .sample(hostile, 200)
    .map(({ application, language, outcome }) => describePlainly(outcome, application, language)),
];

describe('the message', () => {
  it('says how the step ended and why, and gives no advice and no identifiers', () => {
    const said = tell('six instances crash', [
      { label: message('words.message'), text: 'exit code 1' },
      { label: message('words.fix'), text: 'read the log' },
      { label: 'RequestId', text: 'request-1' },
    ]);
    expect(said).toContain('six instances crash');
    expect(said).toContain('exit code 1');
    expect(said).not.toMatch(/read the log|request-1/);
  });

  it('names the first of many reasons, and has at most 1,000 characters', () => {
    const details = Array.from({ length: 9 }, (_, index) => ({
      instance: `shop-${index}`,
      text: 'crashes',
    }));
    const said = tell('nine instances crash', details);
    expect(said.match(/shop-\d/g)).toEqual(['shop-0', 'shop-1', 'shop-2', 'shop-3', 'shop-4']);
    expect(tell('crash '.repeat(900)).length).toBeLessThanOrEqual(1_000);
  });

  it('is one line that says something', () => {
    messages.forEach((said) => {
      expect(said).toMatch(/^[\p{L}\p{N}][^\p{Cc}]{1,998}[.。…]$/u);
    });
  });

  it('stays one JSON string, whatever quotes it', () => {
    messages.forEach((said) => {
      expect(JSON.parse(`{"text":"${said}"}`)).toEqual({ text: said });
    });
  });

  it('is text alone as Markdown', () => {
    const parser = unified().use(remarkParse).use(remarkGfm);
    messages.forEach((said) => {
      const { children } = parser.parse(said);
      expect(children).toMatchObject([{ type: 'paragraph', children: [{ type: 'text' }] }]);
    });
  });

  it('is printed as it is by a shell that it was pasted into', () => {
    const folder = mkdtempSync(join(tmpdir(), 'message-'));
    const script = messages.flatMap((said) => [
      `printf '%s\\n' "${said}"`,
      `printf '%s\\n' '${said}'`,
      `echo ${said}`,
    ]);
    const run = spawnSync('bash', { cwd: folder, encoding: 'utf8', input: script.join('\n') });
    const files = readdirSync(folder);
    rmSync(folder, { recursive: true });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(files).toEqual([]);
    expect(run.stdout).toBe(messages.map((said) => `${said}\n`.repeat(3)).join(''));
  });
});

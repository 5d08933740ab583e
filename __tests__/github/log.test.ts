import * as core from '@actions/core';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Log } from '../../src/github/log.ts';
import { createLog } from '../../src/github/log.ts';
import { HOSTILE, hostileText } from '../support/hostile.ts';
import { isCommand, printedBy } from '../support/runner-core.ts';

const log = createLog(core);
const printed = (act: (to: Log) => void): string[] =>
  printedBy(() => {
    act(log);
  });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the log', () => {
  it('has a column of nouns', () => {
    const lines = printed((to) => {
      to.stage('Target', 'shop-api');
      to.stage('Rollout', 'revision-3dvm6sg3 · BETA');
      to.stage('ThirteenChars', 'fits');
      to.stage('FourteenLetter', 'is parted');
      to.stage('Nothing', '');
    });
    expect(lines).toEqual([
      '▸ Target        shop-api',
      '▸ Rollout       revision-3dvm6sg3 · BETA',
      '▸ ThirteenChars fits',
      '▸ FourteenLetter is parted',
      '▸ Nothing',
    ]);
  });

  it('has columns of events', () => {
    const lines = printed((to) => {
      to.event(0, 'beta', 'deploying', '0/1', '');
      to.event(41_999, 'beta', 'healthy', '1/1', '');
      to.event(41_999, 'beta', 'waits for confirmation → resumed (on-waiting: resume)', '', '');
      to.event(80_000, 'batch 1/2', 'deploying', '2/3', 'shop-x2k9p: ContainerCreating');
      to.event(98_000, 'batch 10/12', 'healthy', '12/24', 'next batch in 60 s');
      to.event(59 * MINUTE + 59_000, 'batch 2/2', '', '', 'still');
      to.event(HOUR + 2 * MINUTE + 3_000, 'batch 2/2', 'healthy', '2/2', '');
      to.event(-5, '', '', '', '');
    });
    expect(lines).toEqual([
      '  00:00  beta        deploying   0/1',
      '  00:41  beta        healthy     1/1',
      '  00:41  beta        waits for confirmation → resumed (on-waiting: resume)',
      '  01:20  batch 1/2   deploying   2/3   shop-x2k9p: ContainerCreating',
      '  01:38  batch 10/12 healthy     12/24 next batch in 60 s',
      '  59:59  batch 2/2                     still',
      '1:02:03  batch 2/2   healthy     2/2',
      '  00:00',
    ]);
  });

  it('has groups of details', () => {
    const lines = printed((to) => {
      to.details('Pods', ['shop-4sbct  CrashLoopBackOff', '  container exited\n  with 1', '']);
      to.details('None', []);
    });
    expect(lines).toEqual([
      '::group::Pods',
      'shop-4sbct  CrashLoopBackOff',
      '  container exited',
      '  with 1',
      '',
      '::endgroup::',
    ]);
  });

  it('annotates, with the line breaks and the indentation of our own messages', () => {
    const lines = printed((to) => {
      to.notice('Waiting', 'for you');
      to.warning('Inputs', 'wait has no effect\r\n  at all');
      to.error('TEM: refused', '2 inputs need a change:\n  application-id is missing   add   x');
      to.debug('one\ntwo');
    });
    expect(lines).toEqual([
      '::notice title=Waiting::for you',
      '::warning title=Inputs::wait has no effect%0A  at all',
      '::error title=TEM%3A refused::2 inputs need a change:%0A  application-id is missing   add   x',
      '::debug::one%0Atwo',
    ]);
  });

  it('makes each line of a message harmless', () => {
    const lines = printed((to) => {
      to.details('##[x]', ['a\n  ::error::b\n##[c]', '::d']);
      to.error('a\nb', 'a\n  ::error::b\n##[c]');
    });
    expect(lines).toEqual([
      '::group::## [x]',
      'a',
      '  : :error::b',
      '## [c]',
      ': :d',
      '::endgroup::',
      '::error title=a b::a%0A  : :error::b%0A## [c]',
    ]);
  });

  /** Each way to print one text in all places. */
  const WAYS: readonly ((to: Log, text: string) => void)[] = [
    (to, text) => {
      to.stage(text, text);
    },
    (to, text) => {
      to.stage('Target', text);
    },
    (to, text) => {
      to.event(0, text, text, text, text);
    },
    (to, text) => {
      to.event(5_000, '', '', '', text);
    },
    (to, text) => {
      to.details(text, [text, `  ${text}`]);
    },
    (to, text) => {
      to.notice(text, text);
    },
    (to, text) => {
      to.warning(text, text);
    },
    (to, text) => {
      to.error(text, text);
    },
    (to, text) => {
      to.debug(text);
    },
  ];
  const OURS = /^::(?:(?:notice|warning|error)(?: title=[^:]*| )?::|debug::|group::|endgroup::$)/;

  /** Lines, those inside our own commands too, that the runner would take for commands. */
  function smuggled(lines: readonly string[]): string[] {
    return lines
      .flatMap((line) => (OURS.test(line) ? line.replace(OURS, '').split('%0A') : [line]))
      .filter((line) => isCommand(line));
  }

  it.each(HOSTILE.map((text) => [text]))('prints no command of %j', (text) => {
    for (const way of WAYS)
      expect(
        smuggled(
          printed((to) => {
            way(to, text);
          }),
        ),
      ).toEqual([]);
  });

  it('prints no command of any text, and none of its own too often', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...WAYS), (text, way) => {
        const lines = printed((to) => {
          way(to, text);
        });
        expect(smuggled(lines)).toEqual([]);
        expect(lines.filter((line) => OURS.test(line)).length).toBeLessThanOrEqual(2);
        expect(lines.filter((line) => /\s$/.test(line) && !OURS.test(line))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { renderDetails } from '../../../src/report/summary/details-section.ts';

const NOWHERE = { instances: new Set<string>(), overview: [], language: 'en-US' as const };
const BLOCK = ['  permissions:', '    a: b'];

describe('the details in the summary', () => {
  it('are a list where they have labels, and one paragraph where they have none', () => {
    const details = [
      { label: 'Message', text: '<b>no</b>' },
      { text: 'Nothing was changed.' },
      { label: 'Why', text: 'a|b' },
      { instance: 'pod-1', text: 'Crash' },
      { text: 'a text' },
    ];
    expect(renderDetails(details, NOWHERE).split('\n')).toEqual([
      '- **Message:** &lt;b&gt;no&lt;/b&gt;',
      '- **Why:** a&#124;b',
      '',
      'Nothing was changed.<br>pod-1: Crash<br>a text',
    ]);
  });

  it('have each block in a fence below its text', () => {
    const details = [
      { text: 'before' },
      { label: 'Change', text: 'add', block: BLOCK },
      { text: '', block: BLOCK },
      { text: 'after' },
    ];
    const fence = ['```text', ...BLOCK, '```'].join('\n');
    expect(renderDetails(details, NOWHERE)).toBe(
      ['before<br>Change: add', fence, fence, 'after'].join('\n\n'),
    );
  });

  it('leave out what other parts say', () => {
    const elsewhere = {
      instances: new Set(['pod-1']),
      overview: [{ label: 'RequestId', value: '`request-1`' }],
      language: 'en-US' as const,
    };
    const details = [
      { instance: 'pod-1', text: 'Crash' },
      { label: 'RequestId', text: 'request-1' },
      { label: 'RequestId', text: 'request-2' },
    ];
    const rendered = renderDetails(details, elsewhere);
    expect(rendered.split('\n')).toHaveLength(1);
    expect(rendered).toContain('request-2');
    expect(renderDetails(details.slice(0, 2), elsewhere)).toBe('');
  });

  it('are 30 and the count of the others', () => {
    const details = Array.from({ length: 32 }, (_, at) => ({ text: `${at}` }));
    expect(renderDetails(details.slice(0, 30), NOWHERE).split('<br>')).toHaveLength(30);
    const shown = renderDetails(details, NOWHERE).split('<br>');
    expect(shown).toHaveLength(31);
    expect(shown.at(-1)).toBe('… and 2 more');
  });
});

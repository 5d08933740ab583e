import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ends, openExampleWorld } from './example.ts';

const folder = mkdtempSync(join(tmpdir(), 'handed-on-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** One job gets the address of a function's code, the next one is given it. */
const workflow = (isMasked: boolean) => `on: workflow_dispatch
env:
  TENCENTCLOUD_SECRET_ID: \${{ secrets.TENCENTCLOUD_SECRET_ID }}
  TENCENTCLOUD_SECRET_KEY: \${{ secrets.TENCENTCLOUD_SECRET_KEY }}
jobs:
  address:
    runs-on: ubuntu-latest
    outputs:
      url: \${{ steps.code.outputs.download-url }}
      sha256: \${{ steps.code.outputs.download-sha256 }}
      result: \${{ steps.code.outputs.result }}
    steps:
      - uses: OWNER/REPO@v1
        id: code
        with:
          operation: scf-code-url
          region: ap-guangzhou
          function-name: thumbnails
          mask-download-url: ${String(isMasked)}
      - run: test -n "$URL"
        env:
          URL: \${{ steps.code.outputs.download-url }}
  use:
    needs: address
    runs-on: ubuntu-latest
    steps:
      - run: echo "given \${{ needs.address.outputs.url && 'an address' || 'nothing' }}"
`;

describe('A download URL between jobs', () => {
  it.each<[boolean, string, string[]]>([
    [false, 'given an address\n', []],
    [true, 'given nothing\n', ['url']],
  ])('mask-download-url: %s', async (isMasked, log, dropped) => {
    const { run } = await openExampleWorld();
    const path = join(folder, `${String(isMasked)}.yml`);
    writeFileSync(path, workflow(isMasked));
    const ended = await run(path, { name: 'workflow_dispatch' });
    expect(ends(ended)).toEqual(['address: success', 'use: success']);
    expect(ended.job('use').steps[0]?.log).toBe(log);
    expect(ended.job('address').dropped).toEqual(dropped);
    expect(ended.job('address').outputs.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

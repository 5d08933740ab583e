import { expect, it } from '@jest/globals';
import { createProgressLines } from '../../../src/operations/files/progress-lines.ts';
import type { OperationContext } from '../../../src/operations/operation.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

it('logs how far a transfer is, every ten seconds', async () => {
  const clock = virtualClock();
  const logged: unknown[][] = [];
  const log = { event: (...columns: unknown[]) => logged.push(columns) };
  const startedAt = clock.now() - 5_000;
  const context = { clock, log, startedAt } as unknown as OperationContext;
  const onProgress = createProgressLines(context, 'download');
  onProgress({ bytes: 1, total: 100_000_000 });
  await clock.sleep(10_000);
  onProgress({ bytes: 50_000_000, total: 100_000_000 });
  onProgress({ bytes: 60_000_000, total: 100_000_000 });
  await clock.sleep(10_000);
  onProgress({ bytes: 80_000_000, total: undefined });
  expect(logged).toEqual([
    [15_000, 'download', '50.0 MB', '50 %', '5.0 MB/s'],
    [25_000, 'download', '80.0 MB', '', '4.0 MB/s'],
  ]);
});

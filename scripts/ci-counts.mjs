// How many tests passed and failed, from the report that jest --json leaves.
import { readFileSync } from 'node:fs';

/** A file that did not run at all counts as a failure; without a report nothing was counted. */
export function readCounts(report) {
  try {
    const { numFailedTests, numPassedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

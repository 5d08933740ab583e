import type { Evidence } from './evidence.ts';
import { judgeAll } from './judge-all.ts';
import { listMeasurements, listProblems } from './measurements.ts';
import { compareWithModel } from './recording/compare-model.ts';
import { readOfficialFields } from './recording/model.ts';
import type { Report } from './table.ts';

/** Judges, measures and compares what was seen, live or recorded. */
export function makeReport(evidence: Evidence): Report {
  return {
    rows: judgeAll(evidence),
    problems: listProblems(evidence),
    measurements: listMeasurements(evidence),
    differences: compareWithModel(evidence.answers, readOfficialFields),
  };
}

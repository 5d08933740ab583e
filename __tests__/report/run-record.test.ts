import { describe, expect, it } from '@jest/globals';
import { createRunRecord, replaceOutput, setOutput } from '../../src/report/run-record.ts';

describe('the record of a run', () => {
  it('keeps the last value of an output; an empty one replaces nothing', () => {
    const record = createRunRecord();
    expect(record.outputs).toEqual({});
    setOutput(record, 'request-id', 'request-1');
    setOutput(record, 'request-id', '');
    setOutput(record, 'revision-id', 'revision-1');
    setOutput(record, 'revision-id', 'revision-2');
    expect(record.outputs).toEqual({ 'request-id': 'request-1', 'revision-id': 'revision-2' });
  });

  it('loses an output that is replaced by an empty value', () => {
    const record = createRunRecord();
    setOutput(record, 'revision-id', 'revision-1');
    replaceOutput(record, 'revision-id', 'revision-2');
    expect(record.outputs).toEqual({ 'revision-id': 'revision-2' });
    replaceOutput(record, 'revision-id', '');
    expect(record.outputs).toEqual({});
  });
});

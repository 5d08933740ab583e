import { describe, expect, it } from '@jest/globals';
import { parseObjectPath } from '../../../src/operations/dlc/result-source.ts';

describe('the path of a result', () => {
  it.each([
    ['cosn://dlc-nj-1258469122/a/b.csv', { bucket: 'dlc-nj-1258469122', key: 'a/b.csv' }],
    ['cosn://bucket/123', { bucket: 'bucket', key: '123' }],
    ['COSN://bucket/a b', { bucket: 'bucket', key: 'a b' }],
    ['cosn://bucket/a?b=c', { bucket: 'bucket', key: 'a?b=c' }],
  ])('%s names an object', (path, object) => {
    expect(parseObjectPath(path)).toEqual(object);
  });

  it.each([
    ['lakefs://repository/a.csv', 'a lakefs path'],
    ['hdfs+x.1-y://a/b', 'a hdfs+x.1-y path'],
    ['s3://cosn://bucket/key', 'a s3 path'],
    ['cosn://bucket', 'a cosn path'],
    ['cosn://bucket/', 'a cosn path'],
    ['cosn:///key', 'a cosn path'],
    ['/a/b', 'a path without a scheme'],
    ['/a cosn://bucket/key', 'a path without a scheme'],
    ['', 'a path without a scheme'],
    ['1s3://bucket/key', 'a path without a scheme'],
  ])('"%s" names none', (path, said) => {
    expect(() => parseObjectPath(path)).toThrow(`the result is kept under ${said}, which`);
  });
});

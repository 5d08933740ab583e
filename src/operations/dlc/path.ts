import { Refusal } from '../outcome.ts';

export interface ObjectPath {
  readonly bucket: string;
  readonly key: string;
}

/** The object behind `cosn://BUCKET/KEY`; throws a Refusal for any other kind of path. */
export function parseObjectPath(path: string): ObjectPath {
  const [, bucket, key] = /^cosn:\/\/([^/]+)\/(.+)$/i.exec(path) ?? [];
  if (bucket && key) return { bucket, key };
  const scheme = /^[a-z][a-z0-9+.-]*(?=:\/\/)/i.exec(path)?.[0];
  const kept = scheme ? `under a ${scheme} path` : 'under a path without a scheme';
  throw new Refusal(`the result is kept ${kept}, which cannot be downloaded`, {
    details: ['Only results in a COS bucket of yours (cosn://…) can be.'],
    next: [{ sentence: 'Set a COS bucket as the query result path in the DLC console.' }],
  });
}

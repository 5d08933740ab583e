import { createHash, randomBytes } from 'node:crypto';
import type { ObjectName } from '../../src/tencent/cos/cos-address.ts';
import type { Credentials } from '../../src/tencent/credentials/credential-provider.ts';
import type { CosClient } from '../../src/tencent/cos/cos-client.ts';
import { getHttpStatus } from '../../src/tencent/cos/cos-errors.ts';
import type { ObjectBody } from '../../src/tencent/cos/cos-request.ts';
import { readText } from '../../src/tencent/json.ts';
import type { Live } from '../live.ts';
import { getResult } from './reads.ts';

const MIB = 1024 * 1024;

/** Uploads files to the place of packages of the application, in one part and in several. */
export async function checkUploads(live: Live): Promise<void> {
  const { applicationId } = live.options;
  if (!applicationId) return;
  const question = `Upload two small files as packages of ${applicationId}? They are not deployed.`;
  if (!(await live.confirm(question))) return;
  live.check = 'upload-one';
  await uploadTo(live, 'upload', async (cos, object) => {
    await cos.putObject(object, bodyOf(randomBytes(1024)));
    live.facts['upload read'] = await outcome(() => cos.headObject(object));
  });
  live.check = 'upload-parts';
  await uploadTo(live, 'upload in parts', async (cos, object, keys) => {
    const uploadId = await cos.initiateMultipartUpload(object);
    try {
      const parts = [];
      for (const [index, size] of [MIB, 1024].entries()) {
        const part = { uploadId, partNumber: index + 1 };
        const { etag } = await cos.uploadPart(object, part, bodyOf(randomBytes(size)));
        parts.push({ partNumber: index + 1, etag });
      }
      const xml = await live.listParts(keys, object, { uploadId, marker: 1 }).catch(() => '');
      live.facts['part marker'] = describeMarker(xml);
      await cos.completeMultipartUpload(object, uploadId, parts);
    } catch (error) {
      await cos.abortMultipartUpload(object, uploadId);
      throw error;
    }
  });
}

async function uploadTo(
  live: Live,
  name: string,
  upload: (cos: CosClient, object: ObjectName, keys: Credentials) => Promise<void>,
): Promise<void> {
  const version = versionName(live);
  const token = getResult(
    await live.call('tem', 'CreateCosToken', {
      ApplicationId: live.options.applicationId,
      PkgName: 'live-check.jar',
      OptType: 1,
      TimeVersion: version,
    }),
  );
  const secretId = readText(token, 'TmpSecretId');
  const bucket = readText(token, 'Bucket');
  if (!secretId || !bucket) {
    live.facts[name] = 'no keys';
    return;
  }
  const keys = {
    secretId,
    secretKey: readText(token, 'TmpSecretKey'),
    token: readText(token, 'SessionToken'),
  };
  const cos = live.openCos(keys);
  const key = readText(token, 'FullPath').replace(/^\//, '');
  const object = { bucket, region: readText(token, 'Region') || live.options.region, key };
  live.facts[name] = await outcome(() => upload(cos, object, keys));
}

/** Says which parts a list after part 1 contains. */
function describeMarker(xml: string): string {
  const parts = [...xml.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, number]) => number);
  if (parts.length === 0) return '';
  return parts.includes('1') ? 'listed itself' : 'not listed itself';
}

/** A name of a version that TEM itself could have made: the time. */
export function versionName({ clock }: Pick<Live, 'clock'>): string {
  return new Date(clock.now() + 8 * 3600_000).toISOString().replace(/\D/g, '').slice(0, 14);
}

async function outcome(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'done';
  } catch (error) {
    return `refused ${getHttpStatus(error) ?? ''}`.trim();
  }
}

function bodyOf(bytes: Buffer): ObjectBody {
  return {
    length: bytes.length,
    md5: createHash('md5').update(bytes).digest('base64'),
    async *open() {
      yield await Promise.resolve(bytes);
    },
  };
}

import { expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { uploadFile } from '../../src/transfer/upload-file.ts';
import { cosWorld, KEY, OBJECT } from '../support/cos-world.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const world = cosWorld(2_000);
const folder = temporaryFolder();
const MIB = 1_048_576;

/** Uploads a file as the action does; returns the requests and the sizes of the parts in MiB. */
async function upload(mib: number) {
  // The last bytes differ from the first ones, so no part can stand for another.
  const content = Buffer.concat([Buffer.alloc((mib - 1) * MIB), randomBytes(MIB)]);
  await writeFile(folder('app.jar'), content);
  const { options, server } = world();
  await uploadFile({ cos: options, object: OBJECT, path: folder('app.jar') });
  expect(server.objects.get(KEY)?.equals(content)).toBe(true);
  const parts = server.calls.filter(({ action }) => action.startsWith('UploadPart'));
  return { actions: server.actions(), sizes: parts.map(({ bytes }) => bytes / MIB) };
}

it('A file of 2 MiB goes in one PUT', async () => {
  expect(await upload(2)).toEqual({ actions: ['PutObject'], sizes: [] });
});

it('A large file goes in parts of 1 MiB, and of 4 MiB once 16 have arrived', async () => {
  const { sizes } = await upload(24);
  expect(sizes.slice(0, 16)).toEqual(Array(16).fill(1));
  expect(Math.max(...sizes)).toBe(4);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(24);
});

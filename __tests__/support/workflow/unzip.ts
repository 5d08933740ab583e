import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const STORED = 0;

/** The files of a small ZIP archive by their path, read from its central directory. */
export function unzip(archive: Buffer): Record<string, Buffer> {
  const end = archive.lastIndexOf(littleEndian(END));
  if (end < 0) throw new Error('This is no ZIP archive.');
  const files: Record<string, Buffer> = {};
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    ) as [number, number, number];
    const name = archive.toString('utf8', at + 46, at + 46 + nameSize);
    if (!name.endsWith('/')) files[name] = contentAt(archive, at);
    at += 46 + nameSize + extraSize + commentSize;
  }
  return files;
}

function contentAt(archive: Buffer, entry: number): Buffer {
  const size = archive.readUInt32LE(entry + 20);
  const header = archive.readUInt32LE(entry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const content = archive.subarray(start, start + size);
  return archive.readUInt16LE(entry + 10) === STORED ? content : inflateRawSync(content);
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

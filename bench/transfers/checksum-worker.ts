import { parentPort } from 'node:worker_threads';
import { EMPTY_CRC64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';

// Computes the CRC-64 of the blocks that it is sent, and answers each one.

let crc64 = EMPTY_CRC64;
parentPort?.on('message', (block: Uint8Array) => {
  crc64 = updateCrc64(crc64, block);
  parentPort?.postMessage(crc64);
});

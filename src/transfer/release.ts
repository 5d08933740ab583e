/**
 * Gives the memory of a chunk back at once, where nothing else is in it: a download would otherwise
 * pile up some 64 MiB until the next garbage collection. The chunk is empty then.
 */
export function release(chunk: Uint8Array): void {
  const memory: Partial<Transferable> & { readonly byteLength: number } = chunk.buffer;
  if (chunk.byteLength === memory.byteLength) memory.transfer?.(0);
}

/** ES2024: Node has it from version 21 on. */
interface Transferable {
  transfer(newLength: number): unknown;
}

import { chmodSync } from 'node:fs';

/** Does something as a user without rights: root can read and write everything. */
export async function asNobody<T>(act: () => T | Promise<T>, ...open: string[]): Promise<T> {
  const user = process.geteuid?.();
  open.forEach((folder) => {
    chmodSync(folder, 0o755);
  });
  if (user === 0) process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    if (user === 0) process.seteuid?.(0);
  }
}

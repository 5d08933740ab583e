/** Stands in every value of an answer that a client must not print. */
export const SECRET_MARK = 'DO-NOT-PRINT';

/** A pod's shell address: whoever has it is in. */
export function webshellUrl(podId: string): string {
  return `https://tkecache.cloud.tencent.com/webshell/${podId}?token=${SECRET_MARK}-${podId}`;
}

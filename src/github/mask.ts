/**
 * Shorter texts are not secrets of Tencent Cloud, and masking them would make the log unreadable.
 */
const MIN_MASKED_LENGTH = 8;

/** Makes the runner mask a text in all later output of the job. */
export type Mask = (secret: string) => void;

/**
 * Creates a Mask that registers each line once. The runner masks line by line, so passing a whole
 * multi-line secret would also mask its short lines.
 */
export function createMask(core: Pick<typeof import('@actions/core'), 'setSecret'>): Mask {
  const masked = new Set<string>();
  return (secret) => {
    for (const line of secret.split(/[\r\n]+/).map((each) => each.trim())) {
      if (line.length < MIN_MASKED_LENGTH || masked.has(line)) continue;
      masked.add(line);
      core.setSecret(line);
    }
  };
}

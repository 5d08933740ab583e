/** Shorter texts are no secrets of the cloud, and masking them would spoil the log. */
const MIN_MASKED_LENGTH = 8;

/** Has the runner hide a text in everything that the job prints from now on. */
export type Mask = (secret: string) => void;

/**
 * Masks each line once, as the runner does it: so a short line of a long secret stays as it is, where
 * the whole secret handed over would have the runner mask that line too.
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

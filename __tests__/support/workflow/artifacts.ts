/** The artifacts of one workflow run: files by path, by the artifact's name. */
export interface Artifacts {
  keep(name: string, files: Record<string, Buffer>): number;
  /** Throws where there is none of this name. */
  find(name: string): Record<string, Buffer>;
  names(): string[];
}

/** As GitHub does it, a name is given once a run. */
export function createArtifacts(): Artifacts {
  const kept = new Map<string, Record<string, Buffer>>();
  return {
    keep: (name, files) => {
      if (kept.has(name)) throw new Error(`An artifact with this name already exists: ${name}`);
      kept.set(name, files);
      return kept.size;
    },
    find: (name) => {
      const files = kept.get(name);
      if (files === undefined) throw new Error(`Artifact not found for name: ${name}`);
      return files;
    },
    names: () => [...kept.keys()].sort(),
  };
}

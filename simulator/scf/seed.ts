import type { UrlForm } from '../cos/world.ts';

export interface FunctionBehaviour {
  /** How CodeSha256 is written; default hex, as in the official example. 'wrong' belongs to other bytes. */
  codeSha256: 'hex' | 'base64' | 'wrong' | 'none';
  /** The address of Url: this simulator (default), or a real COS host over https or plain http. */
  urlForm: UrlForm;
  /** unknown: how long a URL lives; default 600. */
  urlSeconds: number;
}

/** A function as it stands when the simulator starts. */
export interface FunctionSeed {
  functionName: string;
  /** Default 'default'. */
  namespace?: string;
  /** Default ap-guangzhou. */
  region?: string;
  /** The package of $LATEST; default: a small ZIP archive. */
  code?: Uint8Array;
  /** Packages of other versions, by their qualifier. */
  versions?: Record<string, Uint8Array>;
  /** Default 0: for so long after the start the function is being deployed. */
  deployingSeconds?: number;
  behaviour?: Partial<FunctionBehaviour>;
}

export const DEMO_FUNCTION = {
  functionName: 'thumbnails',
  namespace: 'default',
  region: 'ap-guangzhou',
} satisfies FunctionSeed;

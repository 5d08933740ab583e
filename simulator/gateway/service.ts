import type { Credentials } from '../credentials.ts';
import type { ServiceContract } from '../contract/types.ts';

/** A call that is authentic and keeps the contract. */
export interface ServiceCall {
  action: string;
  parameters: Record<string, unknown>;
  region: string | null;
  /** Whose keys signed the call; none where it needs no signature. */
  caller?: Credentials | undefined;
}

export type Fields = Record<string, unknown>;

/** One product of the cloud. */
export interface Service {
  contract: ServiceContract;
  /** The fields of the answer beside RequestId. Throws ApiError. */
  perform(call: ServiceCall): Fields;
  /** Whether what the parameters name has come to rest after a change: faults of occurrence 'last'. */
  hasSettled(parameters: Record<string, unknown>): boolean;
}

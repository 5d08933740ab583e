/** One request as the simulator saw it. */
export interface Call {
  service: string;
  action: string;
  /** The request's body; empty where it was not read or is no JSON object. */
  parameters: Record<string, unknown>;
  region: string | null;
  language: string | null;
  /** Virtual milliseconds since 1970. */
  at: number;
  requestId: string;
  /** 'ok', the error code answered, or the name of the fault that struck. */
  outcome: string;
}

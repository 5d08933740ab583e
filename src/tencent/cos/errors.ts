import { CloudError, UnclearError } from '../errors.ts';

/** An endpoint, a bucket or a key that gives no address which is safe to sign; says what is wrong. */
export class CosAddressError extends Error {
  override readonly name = 'CosAddressError';
}

interface CosFacts {
  readonly action: string;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly status: number;
  /** The `x-cos-bucket-region` header, '' where there is none. */
  readonly bucketRegion: string;
  /** The `Date` header in milliseconds since 1970; NaN where there is none. */
  readonly serverTime: number;
}

/** COS answered with an error of its own (document 436/7730): `<Error><Code/><Message/>…</Error>`. */
export class CosError extends CloudError {
  /** The HTTP status; 200 where an error came in the body of a success. */
  readonly status: number;
  /** Where the bucket really is, as far as COS told; ''. */
  readonly bucketRegion: string;

  constructor(facts: CosFacts) {
    super({ service: 'cos', ...facts });
    this.status = facts.status;
    this.bucketRegion = facts.bucketRegion;
  }
}

/** COS refused the request because this machine's clock is wrong (RequestTimeTooSkewed). */
export class ClockSkewError extends CosError {
  /** COS's time when it answered, in milliseconds since 1970; `undefined` where it told none. */
  readonly serverTime: number | undefined;

  constructor(facts: CosFacts) {
    super(facts);
    this.serverTime = Number.isNaN(facts.serverTime) ? undefined : facts.serverTime;
  }
}

/** The HTTP status that an error came with; `undefined` where it came with none. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof CosError || error instanceof UnclearError ? error.status : undefined;
}

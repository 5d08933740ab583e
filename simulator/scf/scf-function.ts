import { createHash } from 'node:crypto';
import { APP_ID } from '../account.ts';
import { errorFactory } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { CosObject } from '../cos/bucket.ts';
import type { CosWorld, UrlForm } from '../cos/cos-world.ts';
import type { Fields } from '../gateway/service.ts';

export interface FunctionBehaviour {
  /** The form of CodeSha256; default hex, as in the official example. 'wrong' is the hash of other bytes. */
  codeSha256: 'hex' | 'base64' | 'wrong' | 'none';
  /** The address of Url: this simulator (default), or a real COS host over https or plain http. */
  urlForm: UrlForm;
  /** Default 10,060, as in two URLs of 2019 and 2020. */
  urlSeconds: number;
}

/** A function when the simulator starts. */
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
  /** Default 0: how long after the start the function is being deployed. */
  deployingSeconds?: number;
  /** Without it the code is not protected. */
  codeSecret?: string;
  behaviour?: Partial<FunctionBehaviour>;
}

export const DEMO_FUNCTION = {
  functionName: 'thumbnails',
  namespace: 'default',
  region: 'ap-guangzhou',
} satisfies FunctionSeed;

const LATEST = '$LATEST';
const DEFAULT_BEHAVIOUR: FunctionBehaviour = {
  codeSha256: 'hex',
  urlForm: 'simulator',
  urlSeconds: 10_060,
};
/** A ZIP archive of index.py, which returns "hello". */
const DEFAULT_CODE = Buffer.from(
  'UEsDBBQAAAAAAAAAIQBE2VyuNQAAADUAAAAIAAAAaW5kZXgucHlkZWYgbWFpbl9oYW5kbGVyKGV2ZW50LCBjb250ZXh0KToK' +
    'ICAgIHJldHVybiAiaGVsbG8iClBLAQIUABQAAAAAAAAAIQBE2VyuNQAAADUAAAAIAAAAAAAAAAAAAAAAAAAAAABpbmRleC5w' +
    'eVBLBQYAAAAAAQABADYAAABbAAAAAAA=',
  'base64',
);
/** The errors of SCF with their documented messages. */
export const scfError = errorFactory({
  'FailedOperation.FunctionStatusError': 'Operation failed. The function is deploying.',
  'ResourceNotFound.Function': 'The function does not exist.',
  'ResourceNotFound.FunctionVersion': 'The function version does not exist.',
  'ResourceNotFound.Namespace': 'The namespace does not exist.',
  'InvalidParameterValue.CodeSecret': 'CodeSecret error.',
  'UnauthorizedOperation.CodeSecret': 'You do not have permissions to access the code.',
});

const HASH_FORMS: Record<FunctionBehaviour['codeSha256'], (hex: string) => string> = {
  hex: (hex) => hex,
  base64: (hex) => Buffer.from(hex, 'hex').toString('base64'),
  none: () => '',
  wrong: (hex) => createHash('sha256').update(hex).digest('hex'),
};

export class SimulatedFunction {
  readonly functionName: string;
  readonly namespace: string;
  readonly region: string;
  /** May be changed at any time. */
  behaviour: FunctionBehaviour;
  readonly #clock: Clock;
  readonly #codeSecret: string | undefined;
  readonly #cos: CosWorld;
  readonly #bucket: string;
  /** Qualifier to key. */
  readonly #keys = new Map<string, string>();
  #deployingUntil = -Infinity;

  constructor(seed: FunctionSeed, clock: Clock, cos: CosWorld) {
    this.functionName = seed.functionName;
    this.namespace = seed.namespace ?? 'default';
    this.region = seed.region ?? 'ap-guangzhou';
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...seed.behaviour };
    this.#clock = clock;
    this.#codeSecret = seed.codeSecret;
    this.#cos = cos;
    this.#bucket = cos.createBucket(`lambda${this.region}-${APP_ID}`, this.region).name;
    const versions = Object.entries({ [LATEST]: seed.code ?? DEFAULT_CODE, ...seed.versions });
    for (const [qualifier, code] of versions) this.publish(qualifier, code);
    if (seed.deployingSeconds !== undefined) this.deploy(seed.deployingSeconds);
  }

  get isDeploying(): boolean {
    return this.#clock.now() < this.#deployingUntil;
  }

  /** Throws without the secret of protected code; unknown: whether a wrong one has a different code. */
  open(secret: string | undefined): void {
    if (this.#codeSecret === undefined || secret === this.#codeSecret) return;
    throw scfError(`${secret ? 'InvalidParameterValue' : 'UnauthorizedOperation'}.CodeSecret`);
  }

  /** The package of a version in COS. Throws ResourceNotFound.FunctionVersion. */
  code(qualifier: string = LATEST): CosObject {
    const key = this.#keys.get(qualifier);
    const object = key === undefined ? undefined : this.#cos.object(this.#bucket, key);
    if (object === undefined) throw scfError('ResourceNotFound.FunctionVersion');
    return object;
  }

  /** Simulates a deployment by someone else: GetFunctionAddress fails for so many seconds. */
  deploy(seconds: number): void {
    this.#deployingUntil = this.#clock.now() + seconds * 1000;
  }

  /** Sets the package of a version. */
  publish(qualifier: string, code: Uint8Array): void {
    const file = `${this.functionName}_${qualifier.replace('$', '')}.zip`;
    const key = `${APP_ID}/${this.namespace}/${this.functionName}/${file}`;
    this.#keys.set(qualifier, key);
    this.#cos.put(this.#bucket, key, code);
  }

  /** The fields of GetFunctionAddress. Throws ApiError. */
  address(qualifier: string = LATEST): Fields {
    if (this.isDeploying) throw scfError('FailedOperation.FunctionStatusError');
    const { key, sha256 } = this.code(qualifier);
    const { urlForm: form, urlSeconds: lifetimeSeconds, codeSha256 } = this.behaviour;
    return {
      Url: this.#cos.presign(this.#bucket, key, { form, lifetimeSeconds, isNested: true }),
      CodeSha256: HASH_FORMS[codeSha256](sha256),
    };
  }
}

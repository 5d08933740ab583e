/** A refusal as the cloud words it: answered with HTTP 200 and {"Response":{"Error":…}}. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

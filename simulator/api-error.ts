/** An error of the API, sent with HTTP 200 and {"Response":{"Error":…}}. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Creates a service's errors from its documented codes and messages; `detail` is appended to the message. */
export function errorFactory<Code extends string>(
  messages: Readonly<Record<Code, string>>,
): (code: Code, detail?: string) => ApiError {
  return (code, detail = '') => new ApiError(code, `${messages[code]} ${detail}`.trim());
}

export function missingParameter(name: string): ApiError {
  return new ApiError(
    'MissingParameter',
    `The request is missing a required parameter \`${name}\`.`,
  );
}

export function invalidValue(name: string): ApiError {
  return new ApiError('InvalidParameterValue', `The value of parameter \`${name}\` is not valid.`);
}

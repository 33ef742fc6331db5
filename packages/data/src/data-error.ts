/** A file, a download or a data set that is not what it should be. */
export class DataError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(`${message}\n(${code})`);
    this.name = "DataError";
    this.code = code;
    this.details = details;
  }
}

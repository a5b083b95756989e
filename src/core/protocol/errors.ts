/**
 * The one error type that crosses threads. Every failure a user can meet says what was wrong,
 * where (file, line, column, node, step) and what to do next.
 */
export const errorCodes = [
  'badInput', // the user's file, value or setting cannot be used as it is
  'unsupported', // understood, but not something this studio or machine can do
  'notFound',
  'conflict', // somebody else holds or changed the record
  'quota', // the browser refused to store more
  'corrupt', // stored bytes no longer match their hash
  'gpuError', // an uncaptured validation or compile error: the step cannot be trusted
  'deviceLost',
  'notFinite', // NaN or infinity in training
  'outOfMemory',
  'workerDied',
  'offline', // a part of the studio is not on this machine, and could not be fetched
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface ErrorInfo {
  code: ErrorCode;
  /** What was wrong, in one sentence. */
  message: string;
  /** What the user can do about it. */
  hint?: string;
  /** Where: "iris.csv, line 12, column species", "step 40, layer dense2". */
  place?: string;
}

export class TetradError extends Error {
  readonly code: ErrorCode;
  readonly hint?: string;
  readonly place?: string;

  constructor(info: ErrorInfo, options?: ErrorOptions) {
    super(info.message, options);
    this.name = 'TetradError';
    this.code = info.code;
    this.hint = info.hint;
    this.place = info.place;
  }

  toInfo(): ErrorInfo {
    return { code: this.code, message: this.message, hint: this.hint, place: this.place };
  }
}

/** How browsers and the ONNX runtime say that code could not be fetched. */
export const isPartNotLoaded = (message: string): boolean =>
  /dynamically imported module|module script failed|no available backend found/i.test(message);

export const partNotLoaded = (message: string): ErrorInfo => ({
  code: 'offline',
  message: 'A part of the studio that this needs is not on this machine, and it could not be fetched.',
  place: message.match(/[^/\s]+\.(?:m?js|wasm)/)?.[0] ?? message.slice(0, 200),
  hint: 'Go online and try again; it is kept from then on. "Make everything available offline" in the settings keeps all parts at once.',
});

/** Turns anything thrown into ErrorInfo; unknown errors become `internal` with their message kept. */
export function toErrorInfo(thrown: unknown): ErrorInfo {
  if (thrown instanceof TetradError) return thrown.toInfo();
  if (thrown instanceof Error && (thrown.name === 'AbortError' || thrown.name === 'Cancelled'))
    return { code: 'cancelled', message: 'Cancelled.' };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (isPartNotLoaded(message)) return partNotLoaded(message);
  return { code: 'internal', message: message || 'Something failed without a message.' };
}

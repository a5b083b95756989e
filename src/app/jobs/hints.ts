import type { ErrorCode, ErrorInfo } from '#/core/protocol/errors';

/** What to do, by code, for errors that do not say it themselves. */
const hints: Record<ErrorCode, string | undefined> = {
  badInput: 'Change the input and try again.',
  unsupported: 'Try another format, family or backend.',
  notFound: 'It may have been deleted in another tab.',
  conflict: 'Reload to see the present state, then try again.',
  quota:
    'The browser is out of space. Delete datasets or models you no longer need, then clean storage in Settings.',
  corrupt: 'Stored bytes changed on disk. Import the file again.',
  gpuError: 'Train again with the backend set to WASM, and report the message.',
  deviceLost: 'The graphics device was reset. Resume the job, or take the WASM backend.',
  notFinite: 'Lower the learning rate (divide by 3) and check the data for extreme values.',
  outOfMemory: 'Take a smaller batch size or fewer features, or close other tabs.',
  workerDied: 'Resume the job: training goes on from its last checkpoint.',
  offline: 'Go online once.',
  cancelled: undefined,
  internal: 'Try again; if it happens again, report the message.',
};

export const withHint = (info: ErrorInfo): ErrorInfo => ({ ...info, hint: info.hint ?? hints[info.code] });

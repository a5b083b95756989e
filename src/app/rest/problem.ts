/** Every failure as RFC 9457 problem+json, with the code, place and hint of the studio. */
import { type ErrorCode, type ErrorInfo, toErrorInfo } from '#/core/protocol/errors';

const statuses: Record<ErrorCode, number> = {
  badInput: 400,
  unsupported: 422,
  notFound: 404,
  conflict: 409,
  quota: 507,
  corrupt: 500,
  gpuError: 500,
  deviceLost: 503,
  notFinite: 422,
  outOfMemory: 503,
  workerDied: 503,
  offline: 503,
  cancelled: 409,
  internal: 500,
};

export interface ProblemMore {
  /** In place of the code's own. */
  status?: number;
  headers?: Record<string, string>;
}

/** An error that knows its status: what HTTP has a word for and commands do not. */
export class HttpProblem extends Error {
  constructor(
    readonly info: ErrorInfo,
    readonly more: ProblemMore = {},
  ) {
    super(info.message);
  }
}

export function problem(thrown: unknown): Response {
  const { info, more } =
    thrown instanceof HttpProblem ? thrown : { info: toErrorInfo(thrown), more: {} as ProblemMore };
  const status = more.status ?? statuses[info.code];
  const { code, message, place, hint } = info;
  return new Response(
    JSON.stringify({
      type: 'about:blank',
      title: titles[status] ?? 'Error',
      status,
      detail: message,
      code,
      place,
      hint,
    }),
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...more.headers,
      },
    },
  );
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  507: 'Insufficient Storage',
};

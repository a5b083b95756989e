/** Failures in MLflow's own words, which its client reads. */
import { HttpProblem } from '#/app/rest/problem';

type MlflowCode =
  | 'RESOURCE_DOES_NOT_EXIST'
  | 'RESOURCE_ALREADY_EXISTS'
  | 'INVALID_PARAMETER_VALUE'
  | 'INVALID_STATE'
  | 'INTERNAL_ERROR';

const statuses: Record<MlflowCode, number> = {
  RESOURCE_DOES_NOT_EXIST: 404,
  RESOURCE_ALREADY_EXISTS: 400,
  INVALID_PARAMETER_VALUE: 400,
  INVALID_STATE: 400,
  INTERNAL_ERROR: 500,
};

export class MlflowError extends Error {
  constructor(
    readonly code: MlflowCode,
    message: string,
  ) {
    super(message);
  }
}

export const missing = (what: string, name: unknown): MlflowError =>
  new MlflowError('RESOURCE_DOES_NOT_EXIST', `There is no ${what} "${String(name).slice(0, 200)}".`);

export const invalid = (message: string): MlflowError => new MlflowError('INVALID_PARAMETER_VALUE', message);

/** undefined: not of this kind. */
export function mlflowAnswer(thrown: unknown): Response | undefined {
  const error =
    thrown instanceof MlflowError
      ? thrown
      : thrown instanceof HttpProblem && thrown.info.code === 'badInput'
        ? invalid(`${thrown.info.message} ${thrown.info.hint ?? ''}`.trim())
        : undefined;
  return (
    error &&
    Response.json({ error_code: error.code, message: error.message }, { status: statuses[error.code] })
  );
}

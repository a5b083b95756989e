import { TetradError } from '#/core/protocol/errors';
import { isFinished, type Job } from '#/core/protocol/job';

export const notNow = (what: string, job: Job) =>
  new TetradError({
    code: 'conflict',
    message: `A job that is ${job.status} cannot be ${what}.`,
    hint: isFinished(job.status) ? 'It has ended.' : 'Wait for it, or cancel it first.',
    place: job.title,
  });

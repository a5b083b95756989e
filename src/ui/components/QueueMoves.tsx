/** Up and down in the queue, for a training, or a parent of some, that waits among others. */
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { lineOf } from '#/app/jobs/queueOrder';
import { run } from '#/app/run';
import { isFinished, type Job } from '#/core/protocol/job';
import { attempt } from '../attempt';

/** Trainings that wait, and parents of such, next first: imports and the like have no queue. */
export const waitingTrainings = (jobs: readonly Job[]): Job[] =>
  lineOf(
    jobs.filter(({ status }) => !isFinished(status)),
    'train',
  );

export function QueueMoves({ job, queue, size = 24 }: { job: Job; queue: readonly Job[]; size?: number }) {
  const at = queue.findIndex(({ id }) => id === job.id);
  if (at < 0 || queue.length < 2) return null;
  const move = (position: number) =>
    attempt(`"${job.title}" was not moved`, run('jobs.reorder', { id: job.id, position }));
  return (
    <>
      <ActionIcon
        size={size}
        bg="none"
        disabled={at === 0}
        aria-label={`Run ${job.title} earlier`}
        title="Earlier"
        onClick={() => move(at - 1)}
      >
        <IconArrowUp size={14} />
      </ActionIcon>
      <ActionIcon
        size={size}
        bg="none"
        disabled={at === queue.length - 1}
        aria-label={`Run ${job.title} later`}
        title="Later"
        onClick={() => move(at + 1)}
      >
        <IconArrowDown size={14} />
      </ActionIcon>
    </>
  );
}

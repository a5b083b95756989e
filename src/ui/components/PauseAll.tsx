/** Pauses or resumes all of the queue at once; only what would do something is shown. */
import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { isWaiting } from '#/app/jobs/queueOrder';
import { run } from '#/app/run';
import type { Job } from '#/core/protocol/job';
import { attempt } from '../attempt';

export function PauseAll({ jobs }: { jobs: readonly Job[] }) {
  const queued = jobs.filter(({ lane }) => lane !== 'tab');
  const canPause = queued.some((job) => job.status === 'running' || isWaiting(job));
  const canResume = queued.some(({ status }) => status === 'paused');
  return (
    <>
      {canPause ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPause size={14} />}
          onClick={() => attempt('Not all were paused', run('jobs.pauseAll', {}))}
        >
          Pause all
        </Button>
      ) : null}
      {canResume ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPlay size={14} />}
          onClick={() => attempt('Not all were resumed', run('jobs.resumeAll', {}))}
        >
          Resume all
        </Button>
      ) : null}
    </>
  );
}

/** Pause, resume, cancel: what the job's state allows, nothing else. */
import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { run as runCommand } from '#/app/run';
import type { Job } from '#/core/protocol/job';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { ForkRun } from './ForkRun';
import { RunMenu } from './RunMenu';

export function JobButtons({ run, job }: { run: Run; job?: Job }) {
  const status = run.status === 'finished' ? 'completed' : job?.status;
  const canPause = status === 'running';
  const canResume =
    status === 'paused' || status === 'interrupted' || (status === 'failed' && run.status === 'failed');
  const canFork =
    status === 'running' || status === 'paused' || status === 'interrupted' || status === 'failed';
  const canCancel =
    status === 'running' || status === 'queued' || status === 'paused' || status === 'interrupted';
  return (
    <>
      {job && canPause && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} />}
          onClick={() => attempt('Not paused', runCommand('jobs.pause', { id: job.id }))}
        >
          Pause
        </Button>
      )}
      {job && canResume && (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => attempt('Not resumed', runCommand('jobs.resume', { id: job.id }))}
        >
          Resume
        </Button>
      )}
      {job && canFork && !run.crossValidation && !run.sweep && <ForkRun run={run} />}
      {job && canCancel && (
        <Button
          variant="default"
          leftSection={<IconX size={16} />}
          onClick={() => attempt('Not cancelled', runCommand('jobs.cancel', { id: job.id }))}
        >
          Cancel
        </Button>
      )}
      {run.origin === undefined && (run.status === 'killed' || run.status === 'failed') && (
        <ButtonLink
          to="/train"
          search={{ dataset: run.datasetId, target: run.task.target, from: run.id }}
          variant={canResume ? 'default' : 'filled'}
        >
          Train again
        </ButtonLink>
      )}
      <RunMenu run={run} running={status === 'running' || status === 'queued'} />
    </>
  );
}

/** Later events, as a new version: a file is chosen, and the job that adds it shown until it is done. */
import { IconPlus } from '@tabler/icons-react';
import { run } from '#/app/run';
import { liveJob } from '#/app/stores/live';
import { attempt } from '#/ui/attempt';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { JobLine } from '#/ui/components/JobLine';
import { useLive } from '#/ui/useLive';

export function AppendButton({ versionId, onJob }: { versionId: string; onJob(jobId: string): void }) {
  const take = async (file: File | undefined) => {
    if (file) onJob((await run('datasets.append', { versionId, file })).jobId);
  };
  return (
    <FilePicker
      label="File of more events"
      variant="default"
      leftSection={<IconPlus size={16} />}
      onFiles={([file]) => attempt('Nothing was added', take(file))}
    >
      Add events
    </FilePicker>
  );
}

export function AppendJob({ jobId }: { jobId: string }) {
  const job = useLive(liveJob(jobId));
  if (!job || job.status === 'completed') return null;
  return (
    <div>
      <JobLine job={job} />
      {job.error && <ErrorNote error={job.error} />}
    </div>
  );
}

/** More samples, as a new version: files are chosen, and the job that adds them shown until it is done. */
import { Box } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { filesTogether } from '#/app/filesTogether';
import { run } from '#/app/run';
import { liveJob } from '#/app/stores/live';
import { attempt } from '#/ui/attempt';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { JobLine } from '#/ui/components/JobLine';
import { useLive } from '#/ui/useLive';

export function AppendButton({
  versionId,
  words,
  many = false,
  onJob,
}: {
  versionId: string;
  /** "events", "images" */
  words: string;
  /** Several files at once. */
  many?: boolean;
  onJob(jobId: string): void;
}) {
  const take = async (files: File[]) => {
    const [first] = files;
    if (!first) return;
    const { file, folder } = files.length > 1 ? filesTogether(files) : { file: first, folder: undefined };
    const options = folder && { folder };
    onJob((await run('datasets.append', { versionId, file, ...(options && { options }) })).jobId);
  };
  return (
    <FilePicker
      label={`${many ? 'Files' : 'File'} of more ${words}`}
      variant="default"
      multiple={many}
      leftSection={<IconPlus size={16} />}
      onFiles={(files) => attempt('Nothing was added', take(files))}
    >
      Add {words}
    </FilePicker>
  );
}

export function AppendJob({ jobId }: { jobId: string }) {
  const job = useLive(liveJob(jobId));
  if (!job || job.status === 'completed') return null;
  return (
    <Box mb="md">
      <JobLine job={job} />
      {job.error && <ErrorNote error={job.error} />}
    </Box>
  );
}

/** A stored table, read again from its file: the one that was kept, else one that is chosen. */
import { Button, Skeleton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { liveJob } from '#/app/stores/live';
import { acceptedEndings } from '#/core/fileEndings';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { durationText } from '#/ui/components/duration';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { cancelJob } from '#/ui/components/JobLine';
import { PageHeader } from '#/ui/components/PageHeader';
import { ProgressBar } from '#/ui/components/ProgressBar';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import classes from './import.module.css';
import { ImportSession } from './importSession';
import { rememberChoices, rereadDeps } from './importTables';
import { ImportView } from './ImportView';

type Source = CommandOutput<'datasets.source'>;

export function RereadPage({ versionId }: { versionId: string }) {
  const { data, error } = useCommand('datasets.source', { versionId });
  const [chosen, setChosen] = useState<File>();
  useTitle(data ? titleOf(data) : undefined);
  if (error !== undefined)
    return (
      <ErrorNote
        error={error}
        actions={
          <ButtonLink to="/" variant="default">
            All datasets
          </ButtonLink>
        }
      />
    );
  if (!data) return <Skeleton h={420} aria-label="Looking for the file" aria-busy="true" />;
  const file = data.file ?? chosen;
  if (file) return <Reread versionId={versionId} source={data} file={file} />;
  return <NotKept source={data} onFile={setChosen} />;
}

const titleOf = ({ source }: Source): string => `Read ${source.fileName} again`;

function Reread({ versionId, source, file }: { versionId: string; source: Source; file: File }) {
  const [session] = useState(() => new ImportSession([file], rereadDeps, source.source.reading?.given));
  const [jobId, setJobId] = useState<string>();
  const navigate = useNavigate();
  const { datasetId } = source;
  const title = titleOf(source);
  if (jobId !== undefined)
    return <Progress title={title} jobId={jobId} datasetId={datasetId} onBack={() => setJobId(undefined)} />;
  return (
    <ImportView
      session={session}
      title={title}
      note="It becomes a new version; those before stay."
      verb="Read again"
      onTake={async (tables) => {
        const [table] = tables;
        if (!table) return;
        const { jobId: started } = await run('datasets.reread', {
          versionId,
          options: { table: table.options },
          ...(!source.file && { file: table.file }),
        });
        rememberChoices(tables);
        setJobId(started);
      }}
      onCancel={() => navigate({ to: '/data/$datasetId', params: { datasetId } })}
    />
  );
}

function NotKept({ source: data, onFile }: { source: Source; onFile: (file: File) => void }) {
  return (
    <>
      <PageHeader title={titleOf(data)} />
      <EmptyState
        title={`${data.source.fileName} was not kept`}
        action={
          <>
            <FilePicker
              label={`Choose ${data.source.fileName}`}
              accept={acceptedEndings('tables')}
              onFiles={([file]) => file && onFile(file)}
            >
              Choose {data.source.fileName}
            </FilePicker>
            <ButtonLink to="/data/$datasetId" params={{ datasetId: data.datasetId }} variant="default">
              Back
            </ButtonLink>
          </>
        }
      >
        Files above 32 MB are not stored a second time beside their rows, and tables imported by an earlier
        release have no file. Choose it again to read it another way.
      </EmptyState>
    </>
  );
}

function Progress({
  title,
  jobId,
  datasetId,
  onBack,
}: {
  title: string;
  jobId: string;
  datasetId: string;
  onBack: () => void;
}) {
  const job = useLive(liveJob(jobId));
  const isDone = job?.status === 'completed';
  const navigate = useNavigate();
  useEffect(() => {
    if (isDone) void navigate({ to: '/data/$datasetId', params: { datasetId } });
  }, [isDone, navigate, datasetId]);
  const stopped = job && ['failed', 'cancelled', 'interrupted'].includes(job.status);
  const back = (
    <Button variant="default" onClick={onBack}>
      Back to how it is read
    </Button>
  );
  return (
    <>
      <PageHeader title={title} note="The version before stays as it is." />
      {stopped && job.error ? (
        <ErrorNote error={job.error} actions={back} />
      ) : stopped ? (
        <EmptyState title={`The reading was ${job.status}`} action={back}>
          No new version was made.
        </EmptyState>
      ) : (
        <section className={classes.progress} aria-label="Reading again">
          <div className={classes.progressLine}>
            <span aria-live="polite">{job?.message || 'Starting'}</span>
            <span className="quiet">
              {job?.secondsLeft !== undefined && `about ${durationText(job.secondsLeft)} left`}
            </span>
          </div>
          <ProgressBar value={job?.status === 'running' ? job.progress : undefined} label={title} />
          <div className={classes.progressLine}>
            <span className="quiet">You can leave this page: it goes on in the background.</span>
            <Button variant="default" disabled={!job} onClick={() => job && cancelJob(job)}>
              Cancel
            </Button>
          </div>
        </section>
      )}
    </>
  );
}

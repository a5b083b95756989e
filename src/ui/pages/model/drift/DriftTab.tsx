/** Whether rows are still as those a version learnt from. The address says which comparison is shown. */
import { Button, Select } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { DriftInput } from '#/app/jobs/driftJob';
import { run } from '#/app/run';
import { liveJobs } from '#/app/stores/live';
import type { Job } from '#/core/protocol/job';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { dateText } from '#/ui/charts/dateText';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { useLive } from '#/ui/useLive';
import { DriftForm } from './DriftForm';
import { DriftView } from './DriftView';
import classes from './drift.module.css';

const inputOf = (job: Job): DriftInput => job.input as DriftInput;

export default function DriftTab({ model, versions }: { model: Model; versions: readonly ModelVersion[] }) {
  const search = useSearch({ from: '/models/$modelId' });
  const navigate = useNavigate({ from: '/models/$modelId' });
  const jobs = useLive(liveJobs());
  const own = useMemo(
    () => (jobs ?? []).filter(({ kind, modelId }) => kind === 'drift' && modelId === model.id),
    [jobs, model.id],
  );
  const pinned = own.find(({ id }) => id === search.drift);
  const pinnedVersion = versions.find(({ id }) => pinned && id === inputOf(pinned).modelVersionId);
  const chosen = pinnedVersion
    ? { version: pinnedVersion, choice: String(pinnedVersion.number) }
    : chosenVersion(model, versions, search.version);
  const go = (part: { version?: string; drift?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  if (!chosen)
    return (
      <EmptyState title="This model has no such version">
        It may have been deleted, or its first training has not finished.
      </EmptyState>
    );
  const { version } = chosen;
  if (version.datasetVersionId === '')
    return (
      <EmptyState title="Nothing to compare with">
        This version was imported: which rows it learnt from is not known. A version that is trained here
        keeps what later rows are compared with.
      </EmptyState>
    );
  const earlier = own.filter((job) => inputOf(job).modelVersionId === version.id);
  const shown = pinned ?? earlier[0];
  return (
    <>
      <DriftForm
        key={`${version.id} ${shown?.id ?? ''}`}
        model={model}
        version={version}
        before={shown && inputOf(shown)}
        versionPick={
          versions.length > 1 && (
            <Select
              label="Version"
              w={180}
              allowDeselect={false}
              data={versionChoices(model, versions)}
              value={chosen.choice}
              onChange={(next) => go({ version: next ?? undefined, drift: undefined })}
            />
          )
        }
        earlier={
          earlier.length > 1 && (
            <Select
              label="Earlier"
              w={200}
              allowDeselect={false}
              data={earlier.map((job) => ({ value: job.id, label: dateText(job.createdAt) }))}
              value={shown?.id ?? null}
              onChange={(id) => go({ drift: id ?? undefined })}
            />
          )
        }
        onStarted={(drift) => go({ drift })}
      />
      {!shown && (
        <p className="quiet">
          Every column, the target and the answers are compared with what the version learnt from. A column
          has drifted when chance does not explain the difference and it is large enough to matter.
        </p>
      )}
      {shown?.status === 'completed' && <DriftView key={shown.id} job={shown} />}
      {shown && shown.status !== 'completed' && (
        <div className={classes.job}>
          <JobLine job={shown} />
          {shown.error && (
            <ErrorNote
              error={shown.error}
              actions={
                (shown.status === 'failed' || shown.status === 'interrupted') && (
                  <Button
                    variant="default"
                    leftSection={<IconRefresh size={16} />}
                    onClick={() => attempt('It could not go on', run('jobs.resume', { id: shown.id }))}
                  >
                    Try again
                  </Button>
                )
              }
            />
          )}
        </div>
      )}
    </>
  );
}

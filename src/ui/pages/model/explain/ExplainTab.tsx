/** Why a version answers as it does: a method, its settings, and what was found. The address says which. */
import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { ExplainInput } from '#/app/jobs/explainJob';
import { liveDatasets, liveJobs } from '#/app/stores/live';
import { withheldMethods } from '#/app/withheldMethods';
import { explainersFor, lackOf } from '#/core/explain/explainersFor';
import type { Job } from '#/core/protocol/job';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { dateText } from '#/ui/charts/dateText';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { EmptyState } from '#/ui/components/EmptyState';
import { useLive } from '#/ui/useLive';
import { ExplainForm } from './ExplainForm';
import { Explanation } from './Explanation';
import classes from './explain.module.css';

const inputOf = (job: Job): ExplainInput => job.input as ExplainInput;

export default function ExplainTab({ model, versions }: { model: Model; versions: readonly ModelVersion[] }) {
  const search = useSearch({ from: '/models/$modelId' });
  const navigate = useNavigate({ from: '/models/$modelId' });
  const jobs = useLive(liveJobs());
  const datasets = useLive(liveDatasets());
  const own = useMemo(
    () => (jobs ?? []).filter(({ kind, modelId }) => kind === 'explain' && modelId === model.id),
    [jobs, model.id],
  );
  const pinned = own.find(({ id }) => id === search.explanation);
  const pinnedVersion = versions.find(({ id }) => pinned && id === inputOf(pinned).modelVersionId);
  const chosen = pinnedVersion
    ? { version: pinnedVersion, choice: String(pinnedVersion.number) }
    : chosenVersion(model, versions, numberOf(versions, search.version));
  const go = (part: { version?: string; method?: string; sample?: string; explanation?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });

  const versionPick = (
    <Select
      label="Version"
      w={200}
      allowDeselect={false}
      data={versionChoices(model, versions)}
      value={chosen?.choice ?? null}
      onChange={(version) => go({ version: version ?? undefined, explanation: undefined })}
    />
  );
  if (!chosen)
    return (
      <>
        <div className={classes.pick}>{versionPick}</div>
        <EmptyState title="This model has no such version">
          It may have been deleted, or its first training has not finished.
        </EmptyState>
      </>
    );
  const { version } = chosen;
  const withheld = withheldMethods(own, version.id);
  const methods = explainersFor(version).filter(
    ({ type }) => !withheld.has(type) || (pinned && inputOf(pinned).method === type),
  );
  const method =
    methods.find(({ type }) => type === (pinned ? inputOf(pinned).method : search.method)) ??
    (search.sample === undefined ? methods[0] : (methods.find(({ of }) => of === 'sample') ?? methods[0]));
  if (!method)
    return (
      <EmptyState title="Nothing explains this model yet">
        No method fits its kind of data and task.
      </EmptyState>
    );
  const sample = Number(
    (pinned && inputOf(pinned).sample) ?? search.sample ?? version.sampleRows[0]?.sample ?? 0,
  );
  const lack = lackOf(version);
  const earlier = own.filter(
    (job) => inputOf(job).modelVersionId === version.id && inputOf(job).method === method.type,
  );
  const shown =
    pinned ??
    earlier.find(
      (job) => method.of === 'model' || search.sample === undefined || inputOf(job).sample === sample,
    );
  const nameOf = (datasetId: string | undefined) =>
    datasets?.find(({ dataset }) => dataset.id === datasetId)?.dataset.name ?? 'a dataset that was deleted';

  return (
    <>
      <ExplainForm
        key={`${version.id} ${method.type} ${shown?.id ?? ''}`}
        model={model}
        version={version}
        method={method}
        before={shown && inputOf(shown)}
        sample={sample}
        versionPick={
          <>
            {versionPick}
            <Select
              label="Method"
              w={220}
              allowDeselect={false}
              data={methods.map(({ type, title }) => ({ value: type, label: title }))}
              value={method.type}
              onChange={(type) => go({ method: type ?? undefined, explanation: undefined })}
            />
          </>
        }
        earlier={
          earlier.length > 1 && (
            <Select
              label="Earlier"
              w={220}
              allowDeselect={false}
              data={earlier.map((job) => ({ value: job.id, label: earlierText(job) }))}
              value={shown?.id ?? null}
              onChange={(id) => go({ explanation: id ?? undefined })}
            />
          )
        }
        onStarted={(explanation) => go({ explanation })}
      />
      {shown ? (
        <Explanation key={shown.id} job={shown} version={version} datasetName={nameOf(shown.datasetId)} />
      ) : (
        <p className="quiet">{method.summary}</p>
      )}
      {[...withheld].map(([type, why]) => (
        <p key={type} className="quiet">
          Not offered for this version: {why}
        </p>
      ))}
      {lack !== undefined && <p className="quiet">{lack} They are not offered.</p>}
    </>
  );
}

/** Runs know their version by its id. */
const numberOf = (versions: readonly ModelVersion[], wanted: string | undefined): string | undefined => {
  const found = versions.find(({ id }) => id === wanted);
  return found ? String(found.number) : wanted;
};

const earlierText = (job: Job): string => {
  const { sample, chosen } = inputOf(job);
  const of = sample !== undefined ? `, sample ${sample}` : chosen ? `, ${chosen.length} rows` : '';
  return `${dateText(job.createdAt)}${of}`;
};

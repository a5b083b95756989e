/** Two versions and the same logged rows: what each answers to them. */
import { Button, Select } from '@mantine/core';
import { IconPlayerTrackNext, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReplayInput } from '#/app/jobs/replayJob';
import { run } from '#/app/run';
import { liveJobs, liveModels } from '#/app/stores/live';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { dateText } from '#/ui/charts/dateText';
import { chosenVersion } from '#/ui/components/chosenVersion';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { Panel } from '#/ui/components/Panel';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import { ReplayView } from './ReplayView';
import classes from './use.module.css';

export function ReplayPanel({ model, versions }: { model: Model; versions: readonly ModelVersion[] }) {
  const jobs = useLive(liveJobs());
  const models = useLive(liveModels());
  const [wanted, setWanted] = useState<{ first?: string; second?: string }>({});
  const [streamOf, setStream] = useState(model.id);
  const [jobId, setJob] = useState<string>();
  const { busy, error, attemptIt } = useAttempt();
  if (versions.length < 2)
    return (
      <Panel title="Replay">
        <p className="quiet">Logged rows are asked again of two versions of a model. This one has one.</p>
      </Panel>
    );
  const numberOf = (text: string | undefined) => versions.find(({ number }) => String(number) === text);
  const first = numberOf(wanted.first) ?? chosenVersion(model, versions, undefined)?.version;
  const others = versions.filter(({ id }) => id !== first?.id);
  const second = others.find(({ number }) => String(number) === wanted.second) ?? others[0];
  const own = (jobs ?? []).filter((job) => job.kind === 'replay' && job.modelId === model.id);
  const shown = own.find(({ id }) => id === jobId) ?? own[0];
  const streams = (models ?? []).filter(({ model: one }) => one.id !== model.id);
  const start = () =>
    attemptIt(async () => {
      if (!first || !second) return;
      const made = await run('monitor.replay', {
        modelId: model.id,
        first: first.number,
        second: second.number,
        ...(streamOf !== model.id && { streamOf }),
      });
      setJob(made.jobId);
    });
  const choices = (of: readonly ModelVersion[]) =>
    of.map(({ number }) => ({ value: String(number), label: `version ${number}` }));
  return (
    <Panel title="Replay">
      <form
        noValidate
        aria-label="Replay logged rows"
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Select
          label="First"
          w={140}
          allowDeselect={false}
          data={choices(versions)}
          value={String(first?.number ?? '')}
          onChange={(next) => setWanted((before) => ({ ...before, first: next ?? undefined }))}
        />
        <Select
          label="Second"
          w={140}
          allowDeselect={false}
          data={choices(others)}
          value={String(second?.number ?? '')}
          onChange={(next) => setWanted((before) => ({ ...before, second: next ?? undefined }))}
        />
        <Select
          label="Rows in the log of"
          w={220}
          searchable
          allowDeselect={false}
          data={[
            { value: model.id, label: 'this model' },
            ...streams.map(({ model: { id, name } }) => ({ value: id, label: name })),
          ]}
          value={streamOf}
          onChange={(next) => setStream(next ?? model.id)}
        />
        <Button
          type="submit"
          variant="default"
          loading={busy}
          leftSection={<IconPlayerTrackNext size={16} />}
        >
          Replay
        </Button>
        {own.length > 1 && (
          <Select
            label="Earlier"
            w={200}
            allowDeselect={false}
            data={own.map((job) => ({ value: job.id, label: dateText(job.createdAt) }))}
            value={shown?.id ?? null}
            onChange={(next) => setJob(next ?? undefined)}
          />
        )}
      </form>
      {error !== undefined && <ErrorNote error={error} />}
      {!shown && (
        <p className="quiet">
          What is in the log with what was asked is asked again of both: how often they agree, how good each
          is where labels are known, and where they differ.
        </p>
      )}
      {shown?.status === 'completed' && (
        <ReplayView
          key={shown.id}
          job={shown}
          streamName={
            models?.find(({ model: one }) => one.id === (shown.input as ReplayInput).streamOf)?.model.name
          }
        />
      )}
      {shown && shown.status !== 'completed' && (
        <>
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
        </>
      )}
    </Panel>
  );
}

/** The log of answers: whether it is written, what is in it, and labels that come later. */
import { Button, Skeleton, Switch } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { type CommandInput, type CommandOutput, run } from '#/app/run';
import { mostBound } from '#/core/protocol/inUse';
import type { Model } from '#/core/protocol/model';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { LabelsForm } from './LabelsForm';
import classes from './use.module.css';

type Answer = CommandOutput<'monitor.answers'>['answers'][number];

const said = (value: string | number | undefined) =>
  typeof value === 'number' ? formatNumber(value) : (value ?? '');

const columns: DataColumn<Answer>[] = [
  { id: 'at', header: 'When', width: '110px', render: ({ at }) => <TimeAgo at={at} /> },
  {
    id: 'id',
    header: 'Id',
    width: 'minmax(110px, 1fr)',
    render: ({ id }) => <span className="mono clip">{id}</span>,
  },
  { id: 'value', header: 'Answer', width: 'minmax(90px, 1fr)', render: ({ value }) => said(value) },
  {
    id: 'confidence',
    header: 'Sure',
    width: '100px',
    align: 'right',
    wideOnly: true,
    render: ({ confidence }) => (confidence === undefined ? '' : formatShare(confidence)),
  },
  { id: 'label', header: 'Label', width: 'minmax(80px, 1fr)', render: ({ label }) => said(label) },
  {
    id: 'version',
    header: 'Version',
    width: '80px',
    align: 'right',
    wideOnly: true,
    render: ({ version }) => version,
  },
];

export function LogPanel({
  model,
  revision,
  onChanged,
}: {
  model: Model;
  revision: number;
  onChanged: () => void;
}) {
  const { data, error } = useCommand('monitor.answers', { modelId: model.id, limit: 500 }, revision);
  const [bound, setBound] = useState<number>();
  const { busy, error: failed, attemptIt } = useAttempt();
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return <Skeleton h={160} aria-label="Loading the log of answers" />;
  const { log, answers } = data;
  const wanted = bound ?? log.bound;
  const wrong = !(Number.isInteger(wanted) && wanted >= 1 && wanted <= mostBound);
  const keep = (change: Omit<CommandInput<'monitor.keep'>, 'modelId'>) =>
    attemptIt(async () => {
      await run('monitor.keep', { modelId: model.id, ...change });
      setBound(undefined);
      onChanged();
    });
  return (
    <Panel
      title="Log of answers"
      actions={
        log.kept + log.calls > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconTrash size={14} />}
            disabled={busy}
            onClick={() => void keep({ clear: true })}
          >
            Clear
          </Button>
        )
      }
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) void keep({ bound: wanted });
        }}
      >
        <Switch
          label="Write down answers"
          checked={log.on}
          disabled={busy}
          onChange={(event) => void keep({ on: event.currentTarget.checked })}
        />
        <Switch
          label="With what was asked"
          checked={log.withRows}
          disabled={busy || !log.on}
          onChange={(event) => void keep({ withRows: event.currentTarget.checked })}
        />
        <CountInput
          label="At most"
          value={wanted}
          error={wrong ? `1 to ${formatCount(mostBound)}` : undefined}
          onChange={setBound}
        />
        {wanted !== log.bound && (
          <Button type="submit" variant="default" disabled={wrong} loading={busy}>
            Set
          </Button>
        )}
      </form>
      {failed !== undefined && <ErrorNote error={failed} />}
      <p className="quiet">
        {log.kept === 0
          ? log.on
            ? 'Nothing was answered since.'
            : 'Answers are not kept: only how long they took.'
          : `${formatCount(log.kept)} answers are kept.`}
        {log.dropped > 0 &&
          ` The oldest ${formatCount(log.dropped)} went: there is room for ${formatCount(log.bound)}.`}
        {log.missed > 0 && ` ${formatCount(log.missed)} could not be written: the disk was full.`}
      </p>
      {answers.length > 0 && (
        <>
          <DataTable
            label="Answers"
            columns={columns}
            rows={answers}
            rowKey={(row) => `${row.at} ${row.id}`}
            rowHeight={32}
            maxHeight={260}
          />
          <LabelsForm model={model} onJoined={onChanged} />
        </>
      )}
    </Panel>
  );
}

/** A rule that watches the model: which figure, from where on, over which time, and who is told. */
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type CommandInput, run } from '#/app/run';
import {
  type AlertMeasure,
  alertMeasures,
  type AlertSeverity,
  alertSeverities,
  measureOf,
} from '#/core/inUse/alerts';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { CountInput } from '#/ui/components/CountInput';
import { errorInfoOf, ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import classes from './use.module.css';

const measures: Record<AlertMeasure, { label: string; unit: string; usual: number }> = {
  errorRate: { label: 'calls that fail', unit: 'Above, %', usual: 5 },
  latencyP95Ms: { label: 'time of 95 of 100 calls', unit: 'Above, ms', usual: 100 },
  accuracy: { label: 'right by labels', unit: 'Below, %', usual: 90 },
  estimate: { label: 'right by estimate', unit: 'Below, %', usual: 90 },
  drifted: { label: 'columns that drifted', unit: 'More than', usual: 0 },
};
const everyColumn = 'any';

export function AlertForm({
  model,
  version,
  onAdded,
}: {
  model: Model;
  version: ModelVersion | undefined;
  onAdded: () => void;
}) {
  const [measure, setMeasure] = useState<AlertMeasure>('errorRate');
  const [limit, setLimit] = useState<number>();
  const [minutes, setMinutes] = useState(60);
  const [column, setColumn] = useState(everyColumn);
  const [severity, setSeverity] = useState<AlertSeverity>('warning');
  const [webhook, setWebhook] = useState('');
  const [toAllow, setToAllow] = useState<string>();
  const { busy, error, attemptIt } = useAttempt();
  const { label: _label, unit, usual } = measures[measure];
  const isShare = measureOf[measure].most === 1;
  const isColumn = measure === 'drifted' && column !== everyColumn;
  const value = isColumn ? 0 : (limit ?? usual);
  const wrongLimit = !(value >= 0 && value <= (isShare ? 100 : measureOf[measure].most));
  const wrongMinutes = !(minutes >= 1 && minutes <= 525_600);
  const columns = version ? [...version.inputs.map(({ name }) => name), version.task.target] : [];

  const input: CommandInput<'alerts.add'> = {
    modelId: model.id,
    measure,
    threshold: isShare ? value / 100 : value,
    minutes,
    severity,
    ...(isColumn && { column }),
    ...(webhook.trim() !== '' && { webhook: webhook.trim() }),
  };
  const add = () =>
    attemptIt(async () => {
      try {
        await run('alerts.add', input);
      } catch (thrown) {
        const host = /^host (.+)$/.exec(errorInfoOf(thrown).place ?? '')?.[1];
        if (host === undefined) throw thrown;
        setToAllow(host);
        return;
      }
      setWebhook('');
      onAdded();
    });

  return (
    <form
      noValidate
      aria-label="Watch a figure"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongLimit && !wrongMinutes) void add();
      }}
    >
      <div className={classes.form}>
        <Select
          label="Tell when"
          w={200}
          allowDeselect={false}
          data={alertMeasures.map((one) => ({ value: one, label: measures[one].label }))}
          value={measure}
          onChange={(next) => {
            setMeasure((next ?? 'errorRate') as AlertMeasure);
            setLimit(undefined);
          }}
        />
        {measure === 'drifted' && (
          <Select
            label="Column"
            w={160}
            searchable
            allowDeselect={false}
            data={[
              { value: everyColumn, label: 'any of them' },
              ...columns.filter((name) => name !== everyColumn),
            ]}
            value={column}
            onChange={(next) => setColumn(next ?? everyColumn)}
          />
        )}
        {!isColumn && (
          <NumberInput
            label={unit}
            w={110}
            min={0}
            step={isShare ? 1 : measure === 'latencyP95Ms' ? 10 : 1}
            allowDecimal={measure !== 'drifted'}
            value={Number.isNaN(value) ? '' : value}
            error={wrongLimit}
            onChange={(next) => setLimit(typeof next === 'number' ? next : Number.NaN)}
          />
        )}
        {measure !== 'drifted' && (
          <CountInput
            label="Last minutes"
            value={minutes}
            error={wrongMinutes ? '1 to 525,600' : undefined}
            onChange={setMinutes}
          />
        )}
        <Select
          label="Severity"
          w={120}
          allowDeselect={false}
          data={[...alertSeverities]}
          value={severity}
          onChange={(next) => setSeverity((next ?? 'warning') as AlertSeverity)}
        />
        <TextInput
          label="Tell a webhook"
          w={240}
          placeholder="https://…, or nobody"
          autoComplete="off"
          spellCheck={false}
          value={webhook}
          onChange={(event) => setWebhook(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={busy} disabled={wrongLimit || wrongMinutes}>
          Watch
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <ConfirmDialog
        opened={toAllow !== undefined}
        title={`Allow ${toAllow ?? ''}?`}
        confirmLabel={`Allow ${toAllow ?? ''}`}
        keepLabel="Not now"
        onConfirm={async () => {
          await run('sources.allow', { host: toAllow ?? '' });
          await add();
        }}
        onClose={() => setToAllow(undefined)}
      >
        <p>
          When the rule is crossed your browser tells this host: the name of the model, the figure, the
          threshold and the severity. It sees your network address, and nothing of your data. Settings, Other
          hosts takes it back.
        </p>
      </ConfirmDialog>
    </form>
  );
}

/** Which version is set beside the champion, and how rows are divided. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { run } from '#/app/run';
import type { ComparisonWay } from '#/core/inUse/comparison';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { chosenVersion } from '#/ui/components/chosenVersion';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { isPlanned, PlanLine } from './PlanLine';
import classes from './use.module.css';

const ways: { value: ComparisonWay; label: string; words: string }[] = [
  {
    value: 'shadow',
    label: 'both, in the shadow',
    words:
      'Both answer each row, and the answer of the champion is given. Finds a difference with the fewest labels.',
  },
  {
    value: 'split',
    label: 'each a share',
    words: 'Each row is answered by one of them, the same key always by the same.',
  },
  {
    value: 'canary',
    label: 'a share that grows',
    words: 'The challenger answers 5 % of the rows, and more as long as nothing speaks against it.',
  },
];

export function CompareForm({
  model,
  versions,
  onStarted,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  onStarted: () => void;
}) {
  const champion = chosenVersion(model, versions, undefined)?.version;
  const others = versions.filter(({ id }) => id !== champion?.id);
  const [wanted, setNumber] = useState<string>();
  // The champion may have changed since it was chosen.
  const number = String((others.find((one) => String(one.number) === wanted) ?? others[0])?.number ?? '');
  const [way, setWay] = useState<ComparisonWay>('shadow');
  const [percent, setPercent] = useState(50);
  const [rows, setRows] = useState(5_000);
  const { busy, error, attemptIt } = useAttempt();
  const wrong = !(percent >= 1 && percent <= 99 && isPlanned(rows));
  const start = () =>
    attemptIt(async () => {
      await run('comparisons.start', {
        modelId: model.id,
        ...(champion && { champion: champion.number }),
        challenger: Number(number),
        way,
        expectedRows: rows,
        ...(way === 'split' && { share: percent / 100 }),
      });
      onStarted();
    });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) void start();
      }}
    >
      <div className={classes.form}>
        <Select
          label="Challenger"
          w={150}
          allowDeselect={false}
          data={others.map((one) => ({ value: String(one.number), label: `version ${one.number}` }))}
          value={number}
          onChange={(next) => setNumber(next ?? '')}
        />
        <Select
          label="Who answers"
          w={200}
          allowDeselect={false}
          data={ways.map(({ value, label }) => ({ value, label }))}
          value={way}
          onChange={(next) => setWay((next ?? 'shadow') as ComparisonWay)}
        />
        {way === 'split' && (
          <CountInput
            label="Challenger, %"
            value={percent}
            error={percent >= 1 && percent <= 99 ? undefined : '1 to 99'}
            onChange={setPercent}
          />
        )}
        <Button type="submit" loading={busy} disabled={wrong || number === ''}>
          Compare with version {champion?.number}
        </Button>
      </div>
      <p className="quiet">{ways.find(({ value }) => value === way)?.words}</p>
      {champion && (
        <PlanLine
          model={model}
          champion={champion}
          way={way}
          share={percent / 100}
          rows={rows}
          onRows={setRows}
        />
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </form>
  );
}

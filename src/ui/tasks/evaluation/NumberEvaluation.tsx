/** A regression: how far off, where, and how often near enough. */
import { NumberInput, SegmentedControl } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import { histogram } from '#/core/stats/histogram';
import { errorLevels, residuals, shareWithin } from '#/core/stats/residuals';
import type { NumberPredictions } from '#/core/tasks/regression';
import { formatNumber } from '#/ui/charts/formatNumber';
import { BarPlot } from '#/ui/charts/plots/BarPlot';
import { PointPlot } from '#/ui/charts/plots/PointPlot';
import { Panel } from '#/ui/components/Panel';
import type { EvaluationProps } from '../taskView';
import classes from './evaluation.module.css';
import { NumberFairnessPanel } from './fairness/NumberFairnessPanel';
import { type Samples, SampleTable } from './SampleTable';
import { SegmentPanel } from './SegmentPanel';

export default function NumberEvaluation({ run, judged }: EvaluationProps<NumberPredictions>) {
  const { truth, predicted } = judged;
  const found = useMemo(() => residuals(truth, predicted), [truth, predicted]);
  const [unit, setUnit] = useState<'absolute' | 'percent'>('absolute');
  const [absolute, setAbsolute] = useState(() => Number((found.quantiles[1] ?? 1).toPrecision(2)));
  const [percent, setPercent] = useState(10);
  const [samples, setSamples] = useState<Samples>();
  const relative = useMemo(
    () => ({
      absolute: found.values.map((value, i) => relativeError(value, truth[i] as number)).sort(),
    }),
    [found, truth],
  );
  const within = unit === 'absolute' ? shareWithin(found, absolute) : shareWithin(relative, percent / 100);
  const errors = useMemo(() => found.values.map(Math.abs), [found]);
  const points = useMemo(
    () => Array.from(truth, (x, place) => ({ x, y: predicted[place] as number, place })),
    [truth, predicted],
  );
  const bins = useMemo(() => histogram(found.values, 40), [found]);
  const band = useDeferredValue(unit === 'absolute' ? absolute : percent);

  const { columns, worst, largest } = useMemo(() => {
    const values = found.values;
    const byError = (places: readonly number[]) =>
      [...places].sort((a, b) => (errors[b] as number) - (errors[a] as number));
    const shown: Samples['columns'] = [
      { name: 'True', number: (place) => truth[place] as number },
      { name: 'Predicted', number: (place) => predicted[place] as number },
      { name: 'Residual', number: (place) => values[place] as number },
    ];
    const all: Samples = { title: 'Largest errors', places: byError([...errors.keys()]), columns: shown };
    return { columns: shown, worst: byError, largest: all };
  }, [found, errors, truth, predicted]);
  const facts: [string, string][] = [
    ['MAE', formatNumber(found.mae)],
    ['RMSE', formatNumber(found.rmse)],
    ['R²', formatNumber(found.r2)],
    ['Mean residual', formatNumber(found.mean)],
    ...errorLevels.map((level, i): [string, string] => [
      level === 0.5 ? 'Median error' : `${level * 100} % of errors below`,
      formatNumber(found.quantiles[i]),
    ]),
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Panel title="Within a tolerance">
        <div className={classes.threshold}>
          <label htmlFor="evaluation-tolerance">Off by at most</label>
          <NumberInput
            id="evaluation-tolerance"
            w={140}
            min={0}
            value={unit === 'absolute' ? absolute : percent}
            onChange={(value) => {
              const next = Number(value);
              if (!Number.isFinite(next) || next < 0) return;
              (unit === 'absolute' ? setAbsolute : setPercent)(next);
            }}
          />
          <SegmentedControl
            aria-label="Tolerance in"
            data={[
              { value: 'absolute', label: 'absolute' },
              { value: 'percent', label: '% of the true value' },
            ]}
            value={unit}
            onChange={(value) => setUnit(value as typeof unit)}
          />
          <output htmlFor="evaluation-tolerance" className={classes.large}>
            {(within * 100).toFixed(1)} % <small>of the rows</small>
          </output>
        </div>
      </Panel>
      <div className={classes.plots}>
        <PointPlot
          title="Predicted over true"
          fileName={run.name}
          xLabel={`True ${run.task.target}`}
          yLabel="Predicted"
          points={points}
          band={(x) => {
            const room = unit === 'absolute' ? band : (Math.abs(x) * band) / 100;
            return [x - room, x + room];
          }}
          onPick={(point) =>
            setSamples({
              title: 'The chosen point',
              places: points.filter(({ x, y }) => x === point.x && y === point.y).map(({ place }) => place),
              columns,
            })
          }
        />
        <BarPlot
          title="Residuals"
          figure="true − predicted"
          fileName={run.name}
          xLabel="Residual"
          bins={bins}
          lines={unit === 'absolute' ? [-band, 0, band] : [0]}
        />
      </div>
      {samples && (
        <SampleTable run={run} rows={judged.rows} samples={samples} onClose={() => setSamples(undefined)} />
      )}
      <SegmentPanel
        run={run}
        rows={judged.rows}
        errors={errors}
        errorName="Mean error"
        onOpen={(title, members) =>
          setSamples({ title: `Worst where ${title}`, places: worst(members), columns })
        }
      />
      <SampleTable run={run} rows={judged.rows} samples={largest} />
      <NumberFairnessPanel run={run} judged={judged} />
    </>
  );
}

const relativeError = (residual: number, truth: number): number =>
  residual === 0 ? 0 : Math.abs(residual / truth);

/** What quantiles hold, beside what they promise: figures, the verdict, and the line of their levels. */
import { coverageVerdict, type QuantileFacts } from '#/core/evaluation/quantileFacts';
import type { TaskSpec } from '#/core/protocol/train';
import { percentOf } from '#/core/quantiles/levels';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CurvePlot } from '#/ui/charts/plots/CurvePlot';
import type { EvaluationProps } from '../taskView';
import classes from './evaluation.module.css';

export function CoverageFacts({
  task,
  part,
  facts,
}: Pick<EvaluationProps, 'part'> & { task: TaskSpec; facts: QuantileFacts }) {
  const shown: [string, string][] = [
    ['Coverage', percentOf(Number(facts.coverage.toFixed(3)))],
    ['Promised', percentOf(facts.promised)],
    ['Mean width', formatNumber(facts.width)],
    ['Pinball loss', formatNumber(facts.pinball)],
    ['MAE of the median', formatNumber(facts.mae)],
    ['Values', formatCount(facts.values)],
  ];
  return (
    <>
      <p className={classes.note}>
        {coverageVerdict(facts)}
        {task.outwards &&
          part === 'validation' &&
          ' By these very rows the ends were moved until they did: rows kept for a test would tell more.'}
      </p>
      <dl className={classes.facts}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

export function CalibrationPlot({
  levels,
  facts,
  fileName,
}: {
  levels: readonly number[];
  facts: QuantileFacts;
  fileName: string;
}) {
  return (
    <CurvePlot
      title="Calibration of the quantiles"
      fileName={fileName}
      xLabel="Level of the quantile"
      yLabel="Share of values at or below"
      points={levels.map((x, i) => ({ x, y: facts.below[i] ?? 0 }))}
      tip={({ x, y }) => [
        ['Quantile', percentOf(x)],
        ['Values at or below', percentOf(Number(y.toFixed(3)))],
      ]}
      diagonal
      dots
      none="No value came true."
    />
  );
}

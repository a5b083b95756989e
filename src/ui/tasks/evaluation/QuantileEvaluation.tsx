/** Numbers with intervals: whether these hold what they promise, and where they do not. */
import { useMemo, useState } from 'react';
import { factsOfRows } from '#/core/evaluation/quantileFacts';
import { medianOf, percentOf } from '#/core/quantiles/levels';
import { histogram } from '#/core/stats/histogram';
import { pinballs, type QuantilePredictions } from '#/core/tasks/quantiles';
import { BarPlot } from '#/ui/charts/plots/BarPlot';
import { PointPlot } from '#/ui/charts/plots/PointPlot';
import type { EvaluationProps } from '../taskView';
import { CalibrationPlot, CoverageFacts } from './Calibration';
import classes from './evaluation.module.css';
import { type Samples, SampleTable } from './SampleTable';
import { SegmentPanel } from './SegmentPanel';

export default function QuantileEvaluation({ run, judged, part }: EvaluationProps<QuantilePredictions>) {
  const { levels, truth, quantiles } = judged;
  const facts = useMemo(() => factsOfRows(judged), [judged]);
  const of = useMemo(
    () => (place: number, level: number) => quantiles[place * levels.length + level] as number,
    [quantiles, levels],
  );
  const last = levels.length - 1;
  const bins = useMemo(
    () =>
      histogram(
        Float64Array.from(truth, (_, place) => of(place, last) - of(place, 0)),
        30,
      ),
    [truth, of, last],
  );
  const points = useMemo(
    () => Array.from(truth, (x, place) => ({ x, y: of(place, medianOf(levels)), place })),
    [truth, of, levels],
  );
  const errors = useMemo(() => pinballs(judged), [judged]);
  const worst = (places: readonly number[]) =>
    [...places].sort((a, b) => (errors[b] as number) - (errors[a] as number));
  const all = useMemo((): Samples => {
    const outside = (place: number) => {
      const value = truth[place] as number;
      return Math.max(of(place, 0) - value, value - of(place, last), 0);
    };
    return {
      title: 'Largest losses',
      places: [...truth.keys()].sort((a, b) => (errors[b] as number) - (errors[a] as number)),
      columns: [
        { name: 'True', number: (place) => truth[place] as number },
        ...levels.map((level, i) => ({ name: percentOf(level), number: (place: number) => of(place, i) })),
        { name: 'Outside by', number: outside },
      ],
    };
  }, [truth, errors, levels, of, last]);
  const [shown, setShown] = useState<Samples>();
  return (
    <>
      <CoverageFacts task={run.task} part={part} facts={facts} />
      <div className={classes.plots}>
        <CalibrationPlot levels={levels} facts={facts} fileName={run.name} />
        <PointPlot
          title="Median over true value"
          fileName={run.name}
          xLabel="True"
          yLabel="Median"
          points={points}
        />
        <BarPlot title="Widths of the interval" fileName={run.name} xLabel="Width" bins={bins} />
      </div>
      {shown && (
        <SampleTable run={run} rows={judged.rows} samples={shown} onClose={() => setShown(undefined)} />
      )}
      <SegmentPanel
        run={run}
        rows={judged.rows}
        errors={errors}
        errorName="Mean pinball loss"
        onOpen={(title, members) =>
          setShown({ ...all, title: `Worst where ${title}`, places: worst(members) })
        }
      />
      <SampleTable run={run} rows={judged.rows} samples={all} />
    </>
  );
}

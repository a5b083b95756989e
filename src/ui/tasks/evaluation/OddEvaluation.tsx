/** Scores of how odd rows are: their spread with a threshold to move, the oddest rows with what is unusual in them. */
import { useDeferredValue, useMemo, useState } from 'react';
import { histogram } from '#/core/stats/histogram';
import type { OddPredictions } from '#/core/tasks/anomaly';
import { BarPlot } from '#/ui/charts/plots/BarPlot';
import { plotHeight } from '#/ui/charts/plots/plotStyle';
import { GroupPlot } from '#/ui/charts/plots/GroupPlot';
import type { EvaluationProps } from '../taskView';
import { BesideOdd } from './BesideOdd';
import classes from './evaluation.module.css';
import { OddestRows } from './OddestRows';
import { OddThreshold } from './OddThreshold';
import { type Samples, SampleTable } from './SampleTable';

const labels = ['usual', 'odd'];

export default function OddEvaluation({ run, judged }: EvaluationProps<OddPredictions>) {
  const { score, x, y } = judged;
  const learnt = run.task.oddFrom ?? Number.POSITIVE_INFINITY;
  const [threshold, setThreshold] = useState(learnt);
  const calm = useDeferredValue(threshold);
  const bins = useMemo(() => histogram(score, 40), [score]);
  const points = useMemo(
    () =>
      Array.from(score, (value, i) => ({
        x: x[i] as number,
        y: y[i] as number,
        group: Number(value >= calm),
      })),
    [score, x, y, calm],
  );
  const oddest = useMemo(
    () => [...score.keys()].sort((a, b) => (score[b] as number) - (score[a] as number)),
    [score],
  );
  const samples = useMemo(
    (): Samples => ({
      title: 'All values of the oddest rows',
      places: oddest,
      columns: [{ name: 'Score', number: (place) => score[place] as number }],
    }),
    [oddest, score],
  );
  return (
    <>
      <OddThreshold run={run} score={score} learnt={learnt} threshold={threshold} onChange={setThreshold} />
      <div className={classes.plots}>
        <BarPlot
          title="Scores"
          figure="larger is odder"
          fileName={run.name}
          xLabel="Score"
          bins={bins}
          lines={Number.isFinite(calm) ? [calm] : []}
        />
        <GroupPlot
          title="Rows on a plane"
          fileName={run.name}
          xLabel="Along what differs most"
          yLabel="Along what differs next"
          points={points}
          labels={labels}
          quiet={0}
          height={plotHeight}
        />
      </div>
      <OddestRows run={run} judged={judged} places={oddest} threshold={calm} />
      <BesideOdd run={run} judged={judged} threshold={calm} />
      <SampleTable run={run} rows={judged.rows} samples={samples} />
    </>
  );
}

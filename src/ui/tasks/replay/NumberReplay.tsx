/** A regression as it was after an epoch: predicted over true values of some rows. */
import { useMemo } from 'react';
import type { NumberPredictions } from '#/core/tasks/regression';
import { PointPlot } from '#/ui/charts/plots/PointPlot';
import type { ReplayProps } from '../taskView';

export default function NumberReplay({ run, judged: { truth, predicted } }: ReplayProps<NumberPredictions>) {
  const points = useMemo(
    () => Array.from(truth, (x, place) => ({ x, y: predicted[place] as number })),
    [truth, predicted],
  );
  return (
    <PointPlot
      title="Predicted over true"
      fileName={run.name}
      xLabel={`True ${run.task.target}`}
      yLabel="Predicted"
      points={points}
    />
  );
}

/** Every trial as a line over its settings and its figures. */
import type { SweepPlan } from '#/core/protocol/sweep';
import { signOf, type Trial } from '#/core/sweeps/trials';
import { numberAxis } from '#/ui/charts/linked/axis';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { ParallelChart } from '#/ui/charts/linked/ParallelChart';
import type { ParallelColumn } from '#/ui/charts/linked/ParallelLines';
import { paramAxis, paramText } from './plotAxis';
import { objectiveAxisText, objectiveTitle, paramTitle } from './sweepNames';

export function ParallelPlot({
  trials,
  plan,
  best,
  focus,
  fileName,
}: {
  trials: readonly Trial[];
  plan: SweepPlan;
  best?: number;
  focus: PlotFocus;
  fileName: string;
}) {
  const judged = trials.filter((trial) => Number.isFinite(trial.values?.[0]));
  const byNumber = new Map(judged.map((trial) => [trial.number, trial]));
  const columns: ParallelColumn[] = [
    ...Object.entries(plan.space).map(([name, spec]): ParallelColumn => {
      const axis = paramAxis(spec);
      return {
        name,
        title: paramTitle(name),
        ticks: axis.ticks,
        placeOf: (number) => axis.place(byNumber.get(number)?.params[name]),
      };
    }),
    ...plan.objectives.map(({ metric }, at): ParallelColumn => {
      const axis = numberAxis(
        judged.flatMap(({ values }) => values?.[at] ?? []),
        5,
        objectiveAxisText(metric),
      );
      return {
        name: metric,
        title: objectiveTitle(metric),
        ticks: axis.ticks,
        placeOf: (number) => axis.place(byNumber.get(number)?.values?.[at]),
      };
    }),
  ];
  const sign = plan.objectives[0] ? signOf(plan.objectives[0]) : 1;
  const losses = judged.map(({ values }) => sign * (values?.[0] ?? 0));
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  return (
    <ParallelChart
      title="Settings side by side"
      fileName={fileName}
      columns={columns}
      lines={judged.map(({ number }, at) => ({
        number,
        best: number === best,
        goodness: (most - (losses[at] as number)) / (most - least || 1),
      }))}
      focus={focus}
      thing="trials"
      none="No trial has ended yet."
      toTable={() => [
        ['trial', 'state', ...Object.keys(plan.space), ...plan.objectives.map(({ metric }) => metric)],
        ...judged.map((trial) => [
          trial.number + 1,
          trial.state,
          ...Object.keys(plan.space).map((name) => paramText(trial.params[name])),
          ...plan.objectives.map((_, at) => trial.values?.[at] ?? null),
        ]),
      ]}
    />
  );
}

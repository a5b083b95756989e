/** Runs over what differs among their params, and the figure they are judged by. */
import { useMemo } from 'react';
import type { Run } from '#/core/protocol/model';
import { fieldName, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { ParallelChart } from '#/ui/charts/linked/ParallelChart';
import type { ParallelColumn } from '#/ui/charts/linked/ParallelLines';
import { fieldTitle } from '../fieldTitle';
import { runAxis } from './runAxis';

export function RunParallel({
  runs,
  fields,
  names,
  focus,
  better,
}: {
  /** The best first. */
  runs: readonly Run[];
  /** The last is the figure. */
  fields: readonly QueryField[];
  names: RunNames;
  focus: PlotFocus;
  better: 'higher' | 'lower';
}) {
  const { axes, columns, lines } = useMemo(() => {
    const axes = fields.map((field) => runAxis(runs, field, names));
    const columns = axes.map(
      (axis, at): ParallelColumn => ({
        name: fieldName(fields[at] as QueryField),
        title: fieldTitle(fields[at] as QueryField),
        ticks: axis.ticks,
        placeOf: axis.placeOf,
      }),
    );
    const figure = axes.at(-1);
    const lines = runs.map((_, number) => {
      const at = figure?.placeOf(number) ?? 0;
      return { number, best: number === 0, goodness: better === 'higher' ? at : 1 - at };
    });
    return { axes, columns, lines };
  }, [runs, fields, names, better]);
  const differs = fields.length > 1;
  return (
    <ParallelChart
      title="Params side by side"
      fileName="runs"
      columns={columns}
      lines={differs ? lines : []}
      focus={focus}
      thing="runs"
      none={
        differs
          ? 'No run has this figure.'
          : 'These runs differ in no param: there is nothing to lay side by side.'
      }
      toTable={() => [
        ['run', ...fields.map(fieldName)],
        ...runs.map((run, at) => [run.name, ...axes.map((axis) => axis.valueOf(at) ?? null)]),
      ]}
    />
  );
}

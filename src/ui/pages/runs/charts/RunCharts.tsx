/** Charts over all runs that the table lists: what is pointed at or chosen in one is so in all, and in the table. */
import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { families } from '#/core/families/registry';
import type { Run } from '#/core/protocol/model';
import { fieldName, loggedNames, type RunNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import { fewestRuns, importanceOfRuns, topRuns, variedParams } from '#/core/runs/runImportance';
import { formatCount } from '#/ui/charts/formatNumber';
import type { PlotFocus } from '#/ui/charts/linked/focus';
import { BarsPlot } from '#/ui/charts/linked/BarsPlot';
import { byImportance, higherIsBetter, judges, metricTitle } from '#/ui/charts/metricNames';
import { allFields } from '../ColumnsButton';
import { fieldTitle } from '../fieldTitle';
import classes from './charts.module.css';
import { hoverRun, useHoveredRun } from './hoveredRun';
import { RunParallel } from './RunParallel';
import { RunScatter } from './RunScatter';

/** More than so many lines are one dark patch, and slow. */
const mostDrawn = 1_000;
const mostAxes = 7;
const shares = [50, 25, 10, 5];

export function RunCharts({
  runs: listed,
  names,
  picked,
  onPick,
}: {
  runs: readonly Run[];
  names: RunNames;
  picked: ReadonlySet<string>;
  onPick(ids: readonly string[]): void;
}) {
  const runs = useMemo(() => withoutWholes(listed), [listed]);
  const metrics = useMemo(() => loggedNames(runs, 'metrics').filter(judges).sort(byImportance), [runs]);
  const [wanted, setWanted] = useState<string>();
  const metric = wanted ?? mostLogged(runs, metrics);
  const better = higherIsBetter(metric ?? '') ? ('higher' as const) : ('lower' as const);
  const drawn = useMemo(
    () => (metric ? topRuns(runs, { metric, better }, 100).slice(0, mostDrawn) : []),
    [runs, metric, better],
  );
  const importance = useMemo(
    () => (metric ? importanceOfRuns(drawn, metric, isDrawn) : undefined),
    [drawn, metric],
  );
  const params = useMemo(
    () => (importance?.map(({ name }) => name) ?? variedParams(drawn, isDrawn)).slice(0, mostAxes),
    [importance, drawn],
  );
  const fields = useMemo(
    () => [
      ...params.map((name): QueryField => ({ of: 'params', name })),
      ...(metric ? [{ of: 'metrics', name: metric } as const] : []),
    ],
    [params, metric],
  );
  const focus = useRunFocus(drawn, picked, onPick);
  const choices = useMemo(
    () =>
      allFields(runs).map(([group, fields]) => ({
        group,
        items: fields.map((field) => ({ value: fieldName(field), label: fieldTitle(field) })),
      })),
    [runs],
  );
  if (!metric)
    return <p className="quiet">None of these runs has a figure yet: there is nothing to chart.</p>;
  return (
    <section className={classes.charts} aria-label="Charts of the runs">
      <div className={classes.controls}>
        <Select
          label="Figure"
          w={220}
          allowDeselect={false}
          data={metrics.map((value) => ({ value, label: metricTitle(value) }))}
          value={metric}
          onChange={(value) => value && setWanted(value)}
        />
        <Select
          label="Choose the best"
          w={140}
          placeholder="none"
          data={shares.map((share) => ({ value: String(share), label: `${share} %` }))}
          value={null}
          onChange={(value) =>
            value && onPick(topRuns(drawn, { metric, better }, Number(value)).map(({ id }) => id))
          }
        />
        <p className={classes.note} role="status">
          {drawn.length < runs.length
            ? `${formatCount(drawn.length)} of ${formatCount(runs.length)} runs are drawn: ${drawn.length === mostDrawn ? 'the best' : 'those with that figure'}.`
            : `${formatCount(drawn.length)} runs.`}
          {focus.picked.size > 0 && (
            <>
              {' '}
              {formatCount(focus.picked.size)} chosen.{' '}
              <button type="button" className={classes.clear} onClick={() => onPick([])}>
                Choose none
              </button>
            </>
          )}
        </p>
      </div>
      <RunParallel runs={drawn} fields={fields} names={names} focus={focus} better={better} />
      <div className={classes.two}>
        <RunScatter
          key={metric}
          runs={drawn}
          names={names}
          focus={focus}
          choices={choices}
          start={[fields.length > 1 ? fieldName(fields[0] as QueryField) : 'started', `metrics.${metric}`]}
        />
        <BarsPlot
          title="What explains it"
          fileName="runs"
          figure={importance && 'share of the variance, by fANOVA'}
          bars={importance?.slice(0, 10).map(({ name, share }) => ({
            name,
            title: fieldTitle({ of: 'params', name }),
            share,
          }))}
          none={`Known of ${fewestRuns} runs or more that have this figure and differ in their params.`}
        />
      </div>
    </section>
  );
}

/** A drawn network is no setting that could be compared. */
const isDrawn = (name: string): boolean =>
  families.all.some(({ type, drawn }) => drawn && name.startsWith(`${type}.`));

/** Without searches and the like whose parts are there too: they have the figures of one part, and other params. */
function withoutWholes(runs: readonly Run[]): Run[] {
  const wholes = new Set(runs.map(({ parentId }) => parentId));
  return runs.filter(({ id }) => !wholes.has(id));
}

/** The one that most of the runs have; of equals the first. */
function mostLogged(runs: readonly Run[], metrics: readonly string[]): string | undefined {
  const counts = metrics.map((name) => runs.filter(({ summary }) => Number.isFinite(summary[name])).length);
  return metrics[counts.indexOf(Math.max(...counts))];
}

/** The focus of the plots, whose points are numbered by their place in the list. */
function useRunFocus(
  runs: readonly Run[],
  picked: ReadonlySet<string>,
  onPick: (ids: readonly string[]) => void,
): PlotFocus {
  const hovered = useHoveredRun();
  const places = useMemo(() => new Map(runs.map(({ id }, at) => [id, at])), [runs]);
  const numbers = useMemo(() => new Set([...picked].flatMap((id) => places.get(id) ?? [])), [picked, places]);
  return useMemo(
    () => ({
      hovered: hovered === undefined ? undefined : places.get(hovered),
      picked: numbers,
      hover: (at) => hoverRun(at === undefined ? undefined : runs[at]?.id),
      pick: (all) => onPick(all.flatMap((at) => runs[at]?.id ?? [])),
      toggle: (at) => {
        const next = new Set(numbers);
        if (!next.delete(at)) next.add(at);
        onPick([...next].flatMap((one) => runs[one]?.id ?? []));
      },
    }),
    [hovered, places, numbers, runs, onPick],
  );
}

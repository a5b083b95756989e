/** What a search has found, in linked plots, and every trial; of one state alone if wished. */
import { SegmentedControl, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Objective, ParamSpec, SweepPlan } from '#/core/protocol/sweep';
import { importanceOf } from '#/core/sweeps/importance/explainSweep';
import { withOneObjective } from '#/core/sweeps/oneObjective';
import { ranked, type Trial, type TrialState } from '#/core/sweeps/trials';
import { usePlotFocus } from '#/ui/charts/linked/focus';
import { CoursesPlot } from './CoursesPlot';
import { EdfPlot } from './EdfPlot';
import { HistoryPlot } from './HistoryPlot';
import { HypervolumePlot } from './HypervolumePlot';
import { ImportancePlot } from './ImportancePlot';
import { PairPlots } from './PairPlots';
import { ParallelPlot } from './ParallelPlot';
import { ParetoPlot } from './ParetoPlot';
import { SlicePlot } from './SlicePlot';
import { TimelinePlot } from './TimelinePlot';
import { objectiveTitle } from './sweepNames';
import classes from './sweep.module.css';
import { TrialsTable } from './TrialsTable';

const mostSlices = 6;
const states: TrialState[] = ['complete', 'pruned', 'failed', 'stopped', 'running'];

export function SweepPlots({
  trials: all,
  plan: whole,
  fileName,
}: {
  trials: readonly Trial[];
  plan: SweepPlan;
  fileName: string;
}) {
  const focus = usePlotFocus();
  const [state, setState] = useState('all');
  const [at, setAt] = useState(0);
  const several = whole.objectives.length > 1;
  const trials = useMemo(() => all.filter((trial) => state === 'all' || trial.state === state), [all, state]);
  const one = useMemo(() => withOneObjective(whole, trials, at), [whole, trials, at]);
  const [objective] = one.plan.objectives as [Objective];
  const best = ranked(whole, trials)[0]?.number;
  const bestOfOne = several ? ranked(one.plan, one.trials)[0]?.number : best;
  const importance = useMemo(() => importanceOf(one.plan, one.trials), [one]);
  // The most important first, once that is known.
  const names = importance?.map(({ name }) => name) ?? Object.keys(whole.space);
  const common = { focus, fileName };
  const ofOne = { ...common, trials: one.trials, objective };
  return (
    <>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label="Trials shown"
          size="xs"
          data={[
            { value: 'all', label: `All ${all.length}` },
            ...states.flatMap((each) => {
              const count = all.filter((trial) => trial.state === each).length;
              return count > 0 ? [{ value: each, label: `${count} ${each}` }] : [];
            }),
          ]}
          value={state}
          onChange={setState}
        />
        {focus.picked.size > 0 && (
          <button type="button" className={classes.clear} onClick={() => focus.pick([])}>
            {focus.picked.size} picked: show all
          </button>
        )}
        {several && (
          <span className={classes.figure}>
            Plots of one figure show
            <Select
              aria-label="Objective shown"
              size="xs"
              w={190}
              allowDeselect={false}
              data={whole.objectives.map(({ metric }, index) => ({
                value: String(index),
                label: objectiveTitle(metric),
              }))}
              value={String(at)}
              onChange={(value) => value && setAt(Number(value))}
            />
          </span>
        )}
      </div>
      {several && (
        <div className={classes.plots}>
          <ParetoPlot {...common} trials={trials} plan={whole} />
          <HypervolumePlot {...common} trials={trials} plan={whole} />
        </div>
      )}
      <div className={classes.plots}>
        <HistoryPlot {...ofOne} />
        <CoursesPlot {...ofOne} best={bestOfOne} />
      </div>
      <ParallelPlot {...common} trials={trials} plan={whole} best={best} />
      <TrialsTable trials={trials} plan={whole} best={best} focus={focus} />
      <div className={classes.plots}>
        <ImportancePlot importance={importance} fileName={fileName} />
        <EdfPlot {...ofOne} />
        {names.slice(0, mostSlices).map((name) => (
          <SlicePlot
            key={name}
            {...ofOne}
            name={name}
            spec={whole.space[name] as ParamSpec}
            share={importance?.find((param) => param.name === name)?.share}
          />
        ))}
      </div>
      {names.length > 1 && <PairPlots {...common} trials={one.trials} plan={one.plan} names={names} />}
      <TimelinePlot {...common} trials={trials} objectives={whole.objectives} />
    </>
  );
}

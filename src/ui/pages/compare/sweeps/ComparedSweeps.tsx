/** Searches on one page: how fast each got how far, how good its trials were, and what mattered in it. */
import { useMemo } from 'react';
import type { Run } from '#/core/protocol/model';
import type { Objective } from '#/core/protocol/sweep';
import { importanceOf, sweepWords } from '#/core/sweeps/importance/explainSweep';
import { trialsOf } from '#/core/sweeps/trials';
import { usePlotFocus } from '#/ui/charts/linked/focus';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { ImportancePlot } from '../../run/sweep/ImportancePlot';
import { objectiveTitle, paramTitle } from '../../run/sweep/sweepNames';
import { paramText } from '../../run/sweep/plotAxis';
import compareClasses from '../compare.module.css';
import classes from '../../run/sweep/sweep.module.css';
import { type ComparedSweep, dashOf } from './comparedSweep';
import { SweepEdfs } from './SweepEdfs';
import { SweepLines } from './SweepLines';

export default function ComparedSweeps({ runs, all }: { runs: readonly Run[]; all: readonly Run[] }) {
  const theme = useChartTheme();
  const focus = usePlotFocus();
  const sweeps = useMemo(
    () =>
      runs.flatMap(({ id, name, sweep }, at): ComparedSweep[] => {
        if (!sweep) return [];
        const parts = all.filter(({ parentId }) => parentId === id);
        return [
          {
            id,
            name,
            plan: sweep,
            trials: trialsOf(sweep, parts),
            color: seriesColor(theme, at),
            dash: dashOf(at),
          },
        ];
      }),
    [runs, all, theme],
  );
  const [objective] = (sweeps[0]?.plan.objectives ?? []) as [Objective];
  const alike = sweeps.filter(({ plan }) => plan.objectives[0]?.metric === objective.metric);
  const others = sweeps.filter((sweep) => !alike.includes(sweep));
  return (
    <section aria-label="Searches compared">
      <h2 className={compareClasses.heading}>Searches</h2>
      <p className={classes.legend}>
        {sweeps.map(({ id, name, color, dash, trials }) => (
          <span key={id}>
            <svg width={28} height={8} aria-hidden>
              <line x1={0} x2={28} y1={4} y2={4} stroke={color} strokeWidth={2.5} strokeDasharray={dash} />
            </svg>{' '}
            {name}, {trials.length} trials
          </span>
        ))}
      </p>
      {others.length > 0 && (
        <p className="quiet">
          {others.map(({ name }) => name).join(', ')}: judged by another figure than{' '}
          {objectiveTitle(objective.metric).toLowerCase()}, so not in the first two plots.
        </p>
      )}
      <div className={classes.plots}>
        <SweepLines sweeps={alike} objective={objective} focus={focus} />
        <SweepEdfs sweeps={alike} objective={objective} focus={focus} />
        {sweeps.map(({ id, name, plan, trials, color }) => {
          const importance = importanceOf(plan, trials);
          const words = sweepWords(plan, trials, importance, paramTitle, paramText);
          return (
            <div key={id}>
              <ImportancePlot
                title={`What matters: ${name}`}
                importance={importance}
                fileName={name}
                color={color}
              />
              {words.length > 0 && <p className={classes.under}>{words.join(' ')}</p>}
            </div>
          );
        })}
      </div>
    </section>
  );
}

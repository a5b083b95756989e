/** Every trial with its settings and figures. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { SweepPlan } from '#/core/protocol/sweep';
import { countParts } from '#/core/sweeps/partsOfTrial';
import type { Trial } from '#/core/sweeps/trials';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { durationText } from '#/ui/components/duration';
import { objectiveTitle, paramTitle, objectiveSpread } from './sweepNames';
import { paramText } from './plotAxis';
import classes from './sweep.module.css';
import type { PlotFocus } from '#/ui/charts/linked/focus';

const mostParams = 6;

const keyOf = ({ number }: Trial): string => String(number);

export function TrialsTable({
  trials,
  plan,
  best,
  focus,
}: {
  trials: readonly Trial[];
  plan: SweepPlan;
  best?: number;
  focus: PlotFocus;
}) {
  const navigate = useNavigate();
  const shown = trials.filter(({ number }) => focus.picked.size === 0 || focus.picked.has(number));
  const columns = useMemo((): DataColumn<Trial>[] => {
    const names = Object.keys(plan.space);
    const hasParts = countParts(plan) > 1;
    const params = (plan.architecture ? ['network', ...names, 'inherits'] : names).slice(0, mostParams);
    return [
      {
        id: 'number',
        header: 'Trial',
        width: '92px',
        sortValue: ({ number }) => number,
        render: ({ number, runs }) => (
          <span onPointerEnter={() => focus.hover(number)} onPointerLeave={() => focus.hover(undefined)}>
            <Link to="/runs/$runId" params={{ runId: runs[0]?.id ?? '' }}>
              {number + 1}
            </Link>
            {number === best && <strong className={classes.best}>best</strong>}
          </span>
        ),
      },
      {
        id: 'state',
        header: 'State',
        width: '92px',
        sortValue: (trial) => trial.state,
        render: (trial) => <span title={trial.why}>{trial.state}</span>,
      },
      ...plan.objectives.map(
        ({ metric }, at): DataColumn<Trial> => ({
          id: `objective ${metric}`,
          header: objectiveTitle(metric),
          width: hasParts ? 'minmax(150px, 1.4fr)' : 'minmax(96px, 1fr)',
          align: 'right',
          sortValue: ({ values }) => values?.[at],
          render: ({ values, spread }) => objectiveSpread(metric, values?.[at], spread?.[at]),
        }),
      ),
      ...params.map(
        (name): DataColumn<Trial> => ({
          id: name,
          header: paramTitle(name),
          width: name === 'network' ? 'minmax(160px, 2fr)' : 'minmax(88px, 1fr)',
          align: 'right',
          wideOnly: true,
          sortValue: (trial) => {
            const value = trial.params[name];
            return typeof value === 'number' ? value : value === undefined ? undefined : paramText(value);
          },
          render: (trial) => paramText(trial.params[name]),
        }),
      ),
      ...(plan.population === undefined
        ? []
        : [
            {
              id: 'from',
              header: 'Goes on from',
              width: '108px',
              align: 'right',
              sortValue: ({ from }: Trial) => from,
              render: ({ from }: Trial) => (from === undefined ? '–' : `trial ${from + 1}`),
            } satisfies DataColumn<Trial>,
          ]),
      {
        id: 'epochs',
        header: 'Epochs',
        width: '72px',
        align: 'right',
        wideOnly: true,
        sortValue: ({ epochs }) => epochs,
        render: ({ epochs }) => String(epochs),
      },
      {
        id: 'took',
        header: 'Took',
        width: '84px',
        align: 'right',
        wideOnly: true,
        sortValue: ({ seconds }) => seconds,
        render: ({ seconds }) => (seconds === undefined ? '–' : durationText(seconds)),
      },
    ];
  }, [plan, best, focus]);
  return (
    <div>
      <DataTable
        label="Trials"
        columns={columns}
        rows={shown}
        rowKey={keyOf}
        maxHeight={480}
        onOpen={({ runs }) => void navigate({ to: '/runs/$runId', params: { runId: runs[0]?.id ?? '' } })}
        empty={trials.length === 0 ? 'The first trial begins in a moment.' : 'No such trial.'}
      />
    </div>
  );
}

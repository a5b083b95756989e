/** Runs side by side: what was different, what came out, how they learnt. */
import { Select, Skeleton, Switch } from '@mantine/core';
import { IconGitCompare } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { liveRuns } from '#/app/stores/live';
import type { Run } from '#/core/protocol/model';
import { mostNamed } from '#/ui/charts/ChartLegend';
import { byImportance, metricText, metricTitle } from '#/ui/charts/metricNames';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { PageHeader } from '#/ui/components/PageHeader';
import { labelFrom } from '#/ui/forms/labelFrom';
import { useTitle } from '#/ui/router/useTitle';
import { useLive } from '#/ui/useLive';
import { curveGroups, groupChoices, mostCurves } from './compareGroups';
import { ComparedCurves } from './ComparedCurves';
import classes from './compare.module.css';
import { type DiffRow, diffRows } from './diffRuns';
import { ManyRuns } from './ManyRuns';
import { MetricsTable } from './MetricsTable';

const ComparedSweeps = lazy(() => import('./sweeps/ComparedSweeps'));

export default function ComparePage() {
  useTitle('Compare runs');
  const search = useSearch({ from: '/compare' });
  const theme = useChartTheme();
  const all = useLive(liveRuns());
  const color = useCallback((index: number) => seriesColor(theme, index), [theme]);
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  /** undefined: nobody chose; '': a curve for each run. */
  const [together, setTogether] = useState<string>();
  const wanted: string = search.runs ?? '';
  const runs = useMemo((): Run[] => {
    const byId = new Map(all?.map((run) => [run.id, run]));
    return wanted.split(',').flatMap((id) => byId.get(id) ?? []);
  }, [all, wanted]);

  const params = useMemo(() => diffRows(runs.map((run) => run.params)), [runs]);
  const choices = useMemo(() => groupChoices(params), [params]);
  // Many runs are first seen together.
  const by = together ?? (runs.length > mostCurves ? choices[0] : undefined);
  const groups = useMemo(() => curveGroups(runs, by || undefined), [runs, by]);

  // A run has the colour of its curve.
  const groupOf = useMemo(
    () => new Map(groups.flatMap((group, index) => group.runs.map((run) => [run.id, index] as const))),
    [groups],
  );
  const colorOf = (index: number) => color(groupOf.get(runs[index]?.id ?? '') ?? 0);

  if (!all) return <Skeleton h={400} />;
  if (runs.length < 2)
    return (
      <EmptyState
        icon={<IconGitCompare size={40} stroke={1.25} />}
        title="Choose two runs or more"
        action={<ButtonLink to="/runs">Go to runs</ButtonLink>}
      >
        Tick runs in the list, then Compare: their settings, results and curves come here side by side.
      </EmptyState>
    );
  const isCrowd = runs.length > mostNamed;
  const different = params.filter((row) => row.differs);
  const metrics = diffRows(runs.map((run) => run.summary)).sort((a, b) => byImportance(a.name, b.name));

  return (
    <>
      <PageHeader
        title={`Compare ${runs.length} runs`}
        note={
          different.length === 0
            ? 'All params are equal'
            : `Different: ${different.map((row) => labelFrom(row.name).toLowerCase()).join(', ')}`
        }
        actions={
          <ButtonLink to="/runs" variant="default">
            Choose other runs
          </ButtonLink>
        }
      />
      <h2 className={classes.heading}>Results</h2>
      {isCrowd ? (
        <ManyRuns
          label="Results"
          runs={runs}
          color={colorOf}
          rows={metrics}
          title={metricTitle}
          text={(name, value) => metricText(name, typeof value === 'number' ? value : undefined)}
        />
      ) : (
        <MetricsTable head={<Head runs={runs} color={colorOf} />} rows={metrics} />
      )}
      {runs.filter(({ sweep }) => sweep).length > 1 && (
        <Suspense fallback={<Skeleton h={280} aria-label="Loading the searches" />}>
          <ComparedSweeps runs={runs} all={all} />
        </Suspense>
      )}
      {runs.some(({ sweep }) => !sweep) && (
        <>
          <div className={classes.row}>
            <h2 className={classes.heading}>Curves</h2>
            {choices.length > 0 && (
              <Select
                w={220}
                aria-label="Curves together by"
                placeholder="A curve for each run"
                clearable
                data={choices.map((value) => ({
                  value,
                  label: `Mean by ${labelFrom(value.slice(7)).toLowerCase()}`,
                }))}
                value={by ?? null}
                onChange={(value) => setTogether(value ?? '')}
              />
            )}
          </div>
          {groups.length > mostCurves && (
            <p className="quiet">
              {groups.length} curves: colours come again after {theme.series.length}.{' '}
              {groups.length > mostNamed
                ? 'Point at one to see its name.'
                : 'The legend hides one by a click.'}
            </p>
          )}
          <ComparedCurves runs={runs} groups={groups} color={color} />
        </>
      )}
      <div className={classes.row}>
        <h2 className={classes.heading}>Params</h2>
        <Switch
          label="Only differences"
          checked={onlyDifferences}
          onChange={(event) => setOnlyDifferences(event.currentTarget.checked)}
        />
      </div>
      {isCrowd ? (
        <ManyRuns
          label="Params"
          runs={runs}
          color={colorOf}
          rows={onlyDifferences ? different : params}
          title={labelFrom}
          text={(_, value) => (value === undefined ? '–' : String(value))}
        />
      ) : (
        <ParamsTable
          head={<Head runs={runs} color={colorOf} />}
          runs={runs}
          rows={onlyDifferences ? different : params}
        />
      )}
    </>
  );
}

function ParamsTable({
  head,
  runs,
  rows,
}: {
  head: ReactNode;
  runs: readonly Run[];
  rows: readonly DiffRow<unknown>[];
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Params">
      <table className={classes.table}>
        {head}
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={row.differs ? classes.differs : undefined}>
              <th scope="row">{labelFrom(row.name)}</th>
              {row.values.map((value, index) => (
                <td key={runs[index]?.id}>{value === undefined ? '–' : String(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ runs, color }: { runs: readonly Run[]; color: (index: number) => string }) {
  return (
    <thead>
      <tr>
        <th scope="col">Run</th>
        {runs.map((run, index) => (
          <th key={run.id} scope="col">
            <span className={classes.swatch} style={{ borderColor: color(index) }} />
            <Link to="/runs/$runId" params={{ runId: run.id }}>
              {run.name}
            </Link>
          </th>
        ))}
      </tr>
    </thead>
  );
}

import { Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Run } from '#/core/protocol/model';
import { stepFigures } from '#/core/protocol/train';
import { ChartControls, type ChartSettings, startSettings } from '#/ui/charts/ChartControls';
import { ChartGroup } from '#/ui/charts/chartGroup';
import { byImportance, metricTitle } from '#/ui/charts/metricNames';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { SearchInput } from '#/ui/components/SearchInput';
import { useCommand } from '#/ui/useCommand';
import { ComparedChart } from './ComparedChart';
import { type CurveGroup, curveGroups } from './compareGroups';
import classes from './compare.module.css';
import { idsOf, runsKeyOf } from './useCurves';

const judged = new Set<string>(['gradientNorm', 'updateRatio']);
const left = new Set<string>(['epochMs', 'batchLoss', 'learningRate', ...stepFigures]);
/** So many are found without a search. */
const fewMetrics = 12;

/** One chart per metric that any of the runs logged, one curve per run. */
export function ComparedCurves({
  runs,
  groups,
  color,
  names: known,
  settings: given,
}: {
  runs: readonly Run[];
  /** Runs that are one curve, their mean with a band; without, each is one. */
  groups?: readonly CurveGroup[];
  color: (index: number) => string;
  /** These alone; else what any of them logged. */
  names?: readonly string[];
  /** Of charts above, whose controls these obey. */
  settings?: ChartSettings;
}) {
  const [own, setOwn] = useState(startSettings);
  const [search, setSearch] = useState('');
  const key = runsKeyOf(runs);
  const { data, error } = useCommand('runs.metricNames', known ? null : { runIds: idsOf(key) }, key);
  const of = useMemo(() => groups ?? curveGroups(runs), [groups, runs]);
  const names = useMemo(
    () => (known ?? data?.names)?.filter((name) => !left.has(name) || judged.has(name)).sort(byImportance),
    [known, data],
  );
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!names) return <Skeleton h={260} />;
  const settings = given ?? own;
  const wanted = search.trim().toLowerCase();
  const shown = names.filter((name) => `${name} ${metricTitle(name)}`.toLowerCase().includes(wanted));
  return (
    <>
      {!given && <ChartControls settings={own} onChange={setOwn} />}
      {names.length > fewMetrics && (
        <div className={classes.find}>
          <SearchInput label="Search metrics" value={search} onChange={setSearch} />
          <span className="quiet">
            {wanted ? `${shown.length} of ${names.length} metrics` : `${names.length} metrics`}
          </span>
        </div>
      )}
      <ChartGroup key={settings.axis}>
        <div className={classes.charts}>
          {shown.map((name) => (
            <ComparedChart key={name} name={name} runs={runs} groups={of} color={color} settings={settings} />
          ))}
        </div>
      </ChartGroup>
    </>
  );
}

import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { liveRuns } from '#/app/stores/live';
import type { ModelVersion } from '#/core/protocol/model';
import { byImportance } from '#/ui/charts/metricNames';
import { labelFrom } from '#/ui/forms/labelFrom';
import { useLive } from '#/ui/useLive';
import classesCompare from '../compare/compare.module.css';
import { diffRows } from '../compare/diffRuns';
import { MetricsTable } from '../compare/MetricsTable';
import classes from './model.module.css';

/** Two versions side by side: results, and every param that differs between the runs that made them. */
export function CompareVersions({
  versions,
  a,
  b,
  onPick,
}: {
  versions: readonly ModelVersion[];
  a?: string;
  b?: string;
  onPick: (pick: { a?: string; b?: string }) => void;
}) {
  const runs = useLive(liveRuns());
  const left = versions.find((version) => version.id === a) ?? versions[1];
  const right = versions.find((version) => version.id === b) ?? versions[0];
  const params = useMemo(() => {
    const byId = new Map(runs?.map((entry) => [entry.id, entry.params]));
    return diffRows([byId.get(left?.runId ?? '') ?? {}, byId.get(right?.runId ?? '') ?? {}]);
  }, [runs, left, right]);
  if (!left || !right) return null;

  const options = versions.map((version) => ({ value: version.id, label: `Version ${version.number}` }));
  const metrics = diffRows([left.metrics, right.metrics]).sort((x, y) => byImportance(x.name, y.name));
  const head = (
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Version {left.number}</th>
        <th scope="col">Version {right.number}</th>
      </tr>
    </thead>
  );
  return (
    <div className={classes.about} style={{ maxWidth: 900 }}>
      <div className={classes.picks}>
        <Select
          label="From"
          data={options}
          value={left.id}
          allowDeselect={false}
          onChange={(id) => id && onPick({ a: id })}
        />
        <Select
          label="To"
          data={options}
          value={right.id}
          allowDeselect={false}
          onChange={(id) => id && onPick({ b: id })}
        />
      </div>
      <MetricsTable head={head} rows={metrics} />
      <h2>Params that differ</h2>
      {params.some((row) => row.differs) ? (
        <div className={classesCompare.scroll}>
          <table className={classesCompare.table}>
            {head}
            <tbody>
              {params
                .filter((row) => row.differs)
                .map((row) => (
                  <tr key={row.name} className={classesCompare.differs}>
                    <th scope="row">{labelFrom(row.name)}</th>
                    <td>{String(row.values[0] ?? '–')}</td>
                    <td>{String(row.values[1] ?? '–')}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="quiet">None: both versions were trained with the same params.</p>
      )}
    </div>
  );
}

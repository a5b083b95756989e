/** A column, how the mean answer moves along it, and single rows behind it where there are some. */
import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { DependenceCurves } from '#/core/explain/attribution';
import { curveRanges } from '#/core/explain/summarize';
import type { AttributionViewProps } from './attributionViews';
import { CurvesPlot } from '#/ui/components/explain/CurvesPlot';
import classes from './explain.module.css';

const mostShown = 6;
/** That are drawn at once; typing finds the others. */
const mostOptions = 100;

export function CurvesView({ found, version, fileName }: AttributionViewProps<DependenceCurves>) {
  const order = useMemo(
    () =>
      curveRanges(found)
        .map(({ name, mean }, column) => ({ name, mean, column }))
        .toSorted((a, b) => b.mean - a.mean),
    [found],
  );
  const [first, setFirst] = useState<string | null>(null);
  const chosen = order.find(({ name }) => name === first);
  const shown = chosen ? [chosen] : order.slice(0, mostShown);
  return (
    <div className={classes.found}>
      {order.length > mostShown && (
        <Select
          label="Column"
          w={260}
          clearable
          searchable
          limit={mostOptions}
          placeholder={`the ${mostShown} that move most`}
          data={order.map(({ name }) => name)}
          value={first}
          onChange={setFirst}
        />
      )}
      <div className={classes.split}>
        {shown.map(({ name, column }) => (
          <CurvesPlot key={name} found={found} column={column} version={version} fileName={fileName} />
        ))}
      </div>
      <p className="quiet">
        {found.how ??
          `The thick line is the mean over ${found.rows} rows, thin ones are rows for themselves: where they cross or spread, the column works together with others.`}
      </p>
    </div>
  );
}

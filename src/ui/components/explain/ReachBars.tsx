/** How far each column moves answers, in the mean over the rows. */
import { useMemo } from 'react';
import { ErrorBarPlot } from '#/ui/charts/plots/ErrorBarPlot';
import { contributionAt, type ContributionsPlotProps } from './contributionsPlot';

export function ReachBars({ found, columns, fileName }: ContributionsPlotProps) {
  const bars = useMemo(
    () => columns.map(({ name, reach, column }) => ({ name, mean: reach, column })),
    [columns],
  );
  const [rows] = found.shape;
  return (
    <ErrorBarPlot
      title={`${found.measure}: how far columns move it`}
      fileName={fileName}
      xLabel={`mean of ${rows} contributions, whichever way`}
      bars={bars}
      toTable={() => [
        ['column', 'mean of sizes', 'mean'],
        ...bars.map(({ name, mean, column }) => {
          let sum = 0;
          for (let row = 0; row < rows; row++) sum += contributionAt(found, row, column) / rows;
          return [name, mean, sum];
        }),
      ]}
    />
  );
}

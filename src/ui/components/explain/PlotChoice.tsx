/** One of several plots of the same contributions. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ContributionPlot } from './contributionPlots';
import type { ContributionsPlotProps } from './contributionsPlot';
import classes from './ways.module.css';

export function PlotChoice({
  label,
  plots,
  ...props
}: ContributionsPlotProps & { label: string; plots: readonly ContributionPlot[] }) {
  const [chosen, setChosen] = useState(plots[0]?.title ?? '');
  const { Plot } = plots.find(({ title }) => title === chosen) ?? (plots[0] as ContributionPlot);
  return (
    <div className={classes.choice}>
      <div className={classes.scroll}>
        <SegmentedControl
          aria-label={label}
          size="xs"
          value={chosen}
          onChange={setChosen}
          data={plots.map(({ title }) => title)}
        />
      </div>
      <Plot {...props} />
    </div>
  );
}

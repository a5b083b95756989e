/** The plots of contributions that people know; the first of each is what opens. */
import type { ComponentType } from 'react';
import { BeeswarmPlot } from './BeeswarmPlot';
import type { ContributionsPlotProps } from './contributionsPlot';
import { DecisionPlot } from './DecisionPlot';
import { ForcePlot } from './ForcePlot';
import { HeatPlot } from './HeatPlot';
import { ReachBars } from './ReachBars';
import { ShapleyDependence } from './ShapleyDependence';
import { WaterfallPlot } from './WaterfallPlot';

export interface ContributionPlot {
  title: string;
  Plot: ComponentType<ContributionsPlotProps>;
}

export const plotsOfRow: readonly ContributionPlot[] = [
  { title: 'Waterfall', Plot: WaterfallPlot },
  { title: 'Force', Plot: ForcePlot },
  { title: 'Decision', Plot: DecisionPlot },
];

export const plotsOfRows: readonly ContributionPlot[] = [
  { title: 'Beeswarm', Plot: BeeswarmPlot },
  { title: 'Bars', Plot: ReachBars },
  { title: 'Heat map', Plot: HeatPlot },
  { title: 'Decision', Plot: DecisionPlot },
  { title: 'Dependence', Plot: ShapleyDependence },
];

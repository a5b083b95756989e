/** How much of the differences each parameter explains by itself. */
import type { Importance } from '#/core/sweeps/importance/explainSweep';
import { BarsPlot } from '#/ui/charts/linked/BarsPlot';
import { paramTitle } from './sweepNames';

export function ImportancePlot({
  importance,
  fileName,
  title,
  color,
}: {
  importance: readonly Importance[] | undefined;
  fileName: string;
  title?: string;
  color?: string;
}) {
  return (
    <BarsPlot
      title={title ?? 'What matters'}
      figure={importance && !title && 'share of the variance, by fANOVA'}
      fileName={fileName}
      bars={importance?.map(({ name, share }) => ({ name, title: paramTitle(name), share }))}
      rest="Acting together"
      none="Known after eight trials that differ."
      color={color}
    />
  );
}

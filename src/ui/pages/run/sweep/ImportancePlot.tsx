/** How much of the differences each parameter explains by itself. */
import { useElementSize } from '@mantine/hooks';
import type { Importance } from '#/core/sweeps/importance/explainSweep';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { shortened } from './SvgPlot';
import { paramTitle } from './sweepNames';
import classes from './sweep.module.css';

const rowHeight = 28;
const left = 132;
const right = 52;

export function ImportancePlot({
  importance,
  fileName,
}: {
  importance: readonly Importance[] | undefined;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const rest = 1 - (importance ?? []).reduce((sum, { share }) => sum + share, 0);
  const bars = [
    ...(importance ?? []).map(({ name, share }) => ({ name: paramTitle(name), share })),
    ...(rest > 0.005 ? [{ name: 'Acting together', share: rest }] : []),
  ];
  const text = (share: number) => `${Math.round(share * 100)} %`;
  const height = Math.max(120, bars.length * rowHeight + 16);
  return (
    <PlotFrame
      title="What matters"
      figure={importance && 'share of the variance, by fANOVA'}
      fileName={fileName}
      toTable={() => [['parameter', 'share'], ...(importance ?? []).map(({ name, share }) => [name, share])]}
    >
      <div ref={ref} className={classes.plot} style={{ height }}>
        {!importance && <p className={classes.none}>Known after eight trials that differ.</p>}
        {importance && width > 0 && (
          <svg
            data-plot
            role="img"
            aria-label={`What matters: ${bars.map(({ name, share }) => `${name} ${text(share)}`).join(', ')}`}
            width={width}
            height={height}
            fontSize={12}
          >
            {bars.map(({ name, share }, at) => {
              const y = 8 + at * rowHeight;
              const length = Math.max(1, share * (width - left - right));
              return (
                <g key={name}>
                  <text x={left - 8} y={y + 18} textAnchor="end" fill={theme.text}>
                    {shortened(name, 19)}
                  </text>
                  <rect
                    x={left}
                    y={y + 5}
                    width={length}
                    height={rowHeight - 10}
                    rx={2}
                    fill={at < (importance?.length ?? 0) ? theme.series[0] : theme.axis}
                  />
                  <text x={left + length + 6} y={y + 18} fill={theme.text}>
                    {text(share)}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}

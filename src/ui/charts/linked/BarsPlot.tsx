/** Shares of a whole as bars, one below the other, the largest first. */
import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useChartTheme } from '../palette';
import { PlotFrame } from '../plots/PlotFrame';
import { shortened } from './LinkedPlot';
import classes from './linked.module.css';

const rowHeight = 28;
const left = 132;
const right = 52;

interface ShareBar {
  name: string;
  title: string;
  /** From 0 to 1. */
  share: number;
}

export function BarsPlot({
  title,
  figure,
  bars,
  rest,
  none,
  fileName,
  color,
}: {
  title: string;
  figure?: ReactNode;
  bars: readonly ShareBar[] | undefined;
  /** What the bars leave out is a bar of its own, so called. */
  rest?: string;
  none: string;
  fileName: string;
  color?: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const unsaid = 1 - (bars ?? []).reduce((sum, { share }) => sum + share, 0);
  const shown = [
    ...(bars ?? []),
    ...(rest !== undefined && unsaid > 0.005 ? [{ name: '', title: rest, share: unsaid }] : []),
  ];
  const text = (share: number) => `${Math.round(share * 100)} %`;
  const height = Math.max(120, shown.length * rowHeight + 16);
  return (
    <PlotFrame
      title={title}
      figure={figure}
      fileName={fileName}
      toTable={() => [['parameter', 'share'], ...(bars ?? []).map(({ name, share }) => [name, share])]}
    >
      <div ref={ref} className={classes.plot} style={{ height }}>
        {!bars && <p className={classes.none}>{none}</p>}
        {bars && width > 0 && (
          <svg
            data-plot
            role="img"
            aria-label={`${title}: ${shown.map((bar) => `${bar.title} ${text(bar.share)}`).join(', ')}`}
            width={width}
            height={height}
            fontSize={12}
          >
            {shown.map((bar, at) => {
              const y = 8 + at * rowHeight;
              const length = Math.max(1, bar.share * (width - left - right));
              return (
                <g key={bar.name}>
                  <text x={left - 8} y={y + 18} textAnchor="end" fill={theme.text}>
                    {shortened(bar.title, 19)}
                    <title>{bar.title}</title>
                  </text>
                  <rect
                    x={left}
                    y={y + 5}
                    width={length}
                    height={rowHeight - 10}
                    rx={2}
                    fill={bar.name === '' ? theme.axis : (color ?? theme.series[0])}
                  />
                  <text x={left + length + 6} y={y + 18} fill={theme.text}>
                    {text(bar.share)}
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

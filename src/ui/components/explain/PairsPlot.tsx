/** Pairs of columns as a map: the darker, the further what they do together moves answers; the share stands in it. */
import { useElementSize } from '@mantine/hooks';
import type { WorkingTogether } from '#/core/explain/summarize';
import { formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { mixed, readableOn, useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { clipped } from './byReach';

const mostColumns = 12;
const above = 96;

export function PairsPlot({
  rows,
  measure,
  fileName,
}: {
  rows: readonly WorkingTogether[];
  measure: string;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const pairs = rows.filter(({ b }) => b !== undefined);
  const names = [...new Set(pairs.flatMap(({ a, b }) => [a, b as string]))].slice(0, mostColumns);
  const most = Math.max(...pairs.map(({ moves }) => moves), 1e-30);
  const left = Math.min(0.34 * width, 160);
  const side = Math.min(52, (width - left) / Math.max(1, names.length));
  const height = above + names.length * side + 8;
  const byPair = new Map(
    pairs.flatMap((pair) => [
      [`${pair.a}\n${pair.b}`, pair],
      [`${pair.b}\n${pair.a}`, pair],
    ]),
  );
  const title = `${measure}: columns that work together`;
  return (
    <PlotFrame
      title={title}
      fileName={fileName}
      toTable={() => [
        ['column', 'with', 'share (H)', 'move'],
        ...rows.map(({ a, b, h, moves }) => [a, b ?? 'all others', h, moves]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{title}</title>
            {names.map((name, i) => (
              <g key={name}>
                <text x={left - 8} y={above + (i + 0.5) * side + 4} textAnchor="end" fill={theme.text}>
                  {clipped(name, left - 8)}
                </text>
                <text
                  transform={`translate(${left + (i + 0.5) * side + 4} ${above - 8}) rotate(-60)`}
                  fill={theme.text}
                >
                  {clipped(name, above - 16)}
                </text>
              </g>
            ))}
            {names.flatMap((a, i) =>
              names.map((b, k) => {
                const pair = byPair.get(`${a}\n${b}`);
                if (!pair) return null;
                const fill = mixed(
                  theme.background,
                  theme.series[0] as string,
                  0.06 + (0.94 * pair.moves) / most,
                );
                return (
                  <g key={`${a}\n${b}`}>
                    <title>{`${a} and ${b}: share ${formatShare(pair.h)}, move ${formatNumber(pair.moves)}`}</title>
                    <rect
                      x={left + k * side + 1}
                      y={above + i * side + 1}
                      width={side - 2}
                      height={side - 2}
                      rx={2}
                      fill={fill}
                    />
                    {side >= 36 && (
                      <text
                        x={left + (k + 0.5) * side}
                        y={above + (i + 0.5) * side + 4}
                        textAnchor="middle"
                        fill={readableOn(fill)}
                      >
                        {formatShare(pair.h)}
                      </text>
                    )}
                  </g>
                );
              }),
            )}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}

/** A distribution at a glance: bars over value, the range in words for those who do not see it. */
import type { NumericStats } from '#/core/protocol/dataset';
import { formatCount, formatNumber } from './formatNumber';
import classes from './miniCharts.module.css';

export function MiniHistogram({
  stats,
  label,
  format = formatNumber,
}: {
  stats: NumericStats;
  label: string;
  format?: (value: number) => string;
}) {
  const { counts, edges } = stats.histogram;
  const highest = Math.max(1, ...counts);
  const width = 160;
  const height = 32;
  const bar = width / Math.max(1, counts.length);
  return (
    <svg
      className={classes.histogram}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${format(stats.min)} to ${format(stats.max)}, median ${format(stats.quantiles[3] ?? stats.mean)}`}
    >
      {counts.map((count, index) => {
        const size = count === 0 ? 0 : Math.max(1, (count / highest) * height);
        return (
          <rect
            key={edges[index]}
            x={index * bar + 0.25}
            width={Math.max(0.5, bar - 0.5)}
            y={height - size}
            height={size}
          >
            <title>{`${format(edges[index] ?? stats.min)} to ${format(edges[index + 1] ?? stats.max)}: ${formatCount(count)} rows`}</title>
          </rect>
        );
      })}
    </svg>
  );
}

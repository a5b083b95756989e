/** The most frequent values as one segmented bar with the first names under it. */
import { formatCount, formatShare } from './formatNumber';
import classes from './miniCharts.module.css';

export function TopCategories({
  top,
  total,
}: {
  top: readonly { value: string; count: number }[];
  total: number;
}) {
  const shown = top.slice(0, 6);
  const rest = Math.max(0, total - shown.reduce((sum, entry) => sum + entry.count, 0));
  return (
    <div className={classes.top}>
      <div className={classes.bar} aria-hidden="true">
        {shown.map((entry, index) => (
          <span
            key={entry.value}
            style={{ flexGrow: entry.count, opacity: 1 - index * 0.13 }}
            title={`${entry.value}: ${formatCount(entry.count)} (${formatShare(entry.count / total)})`}
          />
        ))}
        {rest > 0 && (
          <span className={classes.rest} style={{ flexGrow: rest }} title={`Other: ${formatCount(rest)}`} />
        )}
      </div>
      <div className={`${classes.names} clip`}>
        {shown
          .slice(0, 3)
          .map((entry) => `${entry.value} ${formatShare(entry.count / total)}`)
          .join(' · ')}
      </div>
    </div>
  );
}

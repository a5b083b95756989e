/** How likely each label is, the likeliest first. */
import classes from './answers.module.css';

const maxBars = 12;

export function Bars({
  labels,
  probabilities,
  called,
  adds = false,
}: {
  labels: readonly string[];
  probabilities: readonly number[];
  called: readonly string[];
  /** They are shares of one: of those that are not shown, too. */
  adds?: boolean;
}) {
  const sorted = probabilities
    .map((probability, index) => ({ label: labels[index] ?? String(index), probability }))
    .sort((a, b) => b.probability - a.probability);
  const rest = sorted.slice(maxBars).reduce((sum, entry) => sum + entry.probability, 0);
  return (
    <ol className={classes.bars} aria-label="Probabilities">
      {sorted.slice(0, maxBars).map(({ label, probability }) => (
        <li key={label} data-best={called.includes(label)}>
          <span className="clip" title={label}>
            {label}
          </span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.fill} style={{ transform: `scaleX(${probability})` }} />
          </span>
          <span className={classes.percent} title={String(probability)}>
            {percentText(probability)}
          </span>
        </li>
      ))}
      {sorted.length > maxBars && (
        <li>
          <span className="quiet">{sorted.length - maxBars} others</span>
          <span className={classes.track} aria-hidden="true">
            {adds && <span className={classes.fill} style={{ transform: `scaleX(${rest})` }} />}
          </span>
          <span className={classes.percent}>{adds && percentText(rest)}</span>
        </li>
      )}
    </ol>
  );
}

export const percentText = (share: number): string =>
  share > 0 && share < 0.0005
    ? '< 0.1 %'
    : share < 1 && share > 0.9995
      ? '> 99.9 %'
      : `${(share * 100).toFixed(1)} %`;

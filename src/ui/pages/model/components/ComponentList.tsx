/** All components by their share of the variance; those that are kept can be chosen. */
import type { ShownComponents } from '#/core/components/shownComponents';
import { formatShare } from '#/ui/charts/formatNumber';
import classes from '../shapes/shapes.module.css';

const mostListed = 200;

export function ComponentList({
  found: { shares, kept },
  chosen,
  onChoose,
}: {
  found: ShownComponents;
  chosen: number;
  onChoose: (component: number) => void;
}) {
  const most = Math.max(...shares, 1e-30);
  const before = shares.map((_, i) => shares.slice(0, i + 1).reduce((sum, share) => sum + share, 0));
  const left = shares.slice(kept);
  return (
    <nav className={classes.terms} aria-label="Components">
      <ul>
        {shares.slice(0, Math.min(kept, mostListed)).map((share, i) => (
          <li key={i}>
            <button
              type="button"
              className={classes.term}
              aria-current={i === chosen}
              onClick={() => onChoose(i)}
            >
              <span className={classes.name}>
                Component {i + 1}
                <span className={classes.mark}> {formatShare(before[i] ?? 0)} so far</span>
              </span>
              <span className={classes.weight}>{formatShare(share)}</span>
              <span
                className={classes.bar}
                style={{ width: `${(100 * share) / most}%` }}
                aria-hidden="true"
              />
            </button>
          </li>
        ))}
      </ul>
      <p className="quiet">
        {left.length === 0
          ? 'All components are kept.'
          : `${left.length} more ${left.length === 1 ? 'is' : 'are'} left over, with ${formatShare(left.reduce((sum, share) => sum + share, 0))} of the variance: how far a row goes along ${left.length === 1 ? 'it' : 'them'} says how odd it is.`}
      </p>
    </nav>
  );
}

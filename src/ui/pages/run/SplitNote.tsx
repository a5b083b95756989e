/** How the rows of a run were divided, and what of them was left out. */
import type { SplitSummary } from '#/core/protocol/train';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './run.module.css';

export function SplitNote({ split }: { split: SplitSummary }) {
  const { train, val, test, how, notes } = split;
  return (
    <p className={classes.split}>
      Learnt from {formatCount(train)}, validated on {formatCount(val)}
      {test > 0 ? `, tested on ${formatCount(test)}` : ''}; divided {how}. {notes.join(' ')}
    </p>
  );
}

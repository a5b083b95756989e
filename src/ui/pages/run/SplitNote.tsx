/** How the rows of a run were divided, and what of them was left out. */
import type { SplitSummary } from '#/core/protocol/train';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './run.module.css';

export function SplitNote({ split, learns }: { split: SplitSummary; learns: boolean }) {
  const { train, val, test, how, notes } = split;
  if (!learns)
    return (
      <p className={classes.split}>
        Nothing is learnt: {formatCount(val)} rows validate
        {test > 0 ? `, ${formatCount(test)} test` : ''}, and the other {formatCount(train)} say what answering
        without a model comes to; divided {how}. {notes.join(' ')}
      </p>
    );
  return (
    <p className={classes.split}>
      Learnt from {formatCount(train)}, validated on {formatCount(val)}
      {test > 0 ? `, tested on ${formatCount(test)}` : ''}; divided {how}. {notes.join(' ')}
    </p>
  );
}

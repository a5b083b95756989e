/** Shapley values: of one row how its answer comes about, of many which columns move answers, and which way. */
import { useMemo } from 'react';
import type { Contributions } from '#/core/explain/attribution';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import type { AttributionViewProps } from './attributionViews';
import { BeeswarmPlot } from './contributions/BeeswarmPlot';
import { byReach } from './contributions/byReach';
import { WaterfallPlot } from './contributions/WaterfallPlot';
import classes from './explain.module.css';

export function ContributionsView({ found, version, fileName }: AttributionViewProps<Contributions>) {
  const columns = useMemo(() => byReach(found), [found]);
  const { shape, coalitions, exact, background, baseline, answers } = found;
  const gap = useMemo(() => {
    const [count, width] = shape;
    let most = 0;
    for (let row = 0; row < count; row++) {
      let sum = baseline.value;
      for (let column = 0; column < width; column++)
        sum += found.values[(row * width + column) * 2] as number;
      most = Math.max(most, Math.abs(sum - (answers[row] as number)));
    }
    return most;
  }, [found, shape, baseline, answers]);
  return (
    <div className={classes.found}>
      {shape[0] === 1 ? (
        <WaterfallPlot found={found} columns={columns} version={version} fileName={fileName} />
      ) : (
        <BeeswarmPlot found={found} columns={columns} fileName={fileName} />
      )}
      <p className="quiet">
        {coalitions === 0
          ? `Exact, from the trees; a column that is not known goes as it does in ${formatCount(background)} background rows.`
          : exact
            ? `All ${formatCount(coalitions)} sets of known columns were asked: exact for these ${formatCount(background)} background rows.`
            : `${formatCount(coalitions)} sets of known columns were asked, of more: an estimate, for these ${formatCount(background)} background rows.`}{' '}
        With the mean answer the values add up to {shape[0] === 1 ? 'the answer' : 'each answer'}, to{' '}
        {formatNumber(gap)}.
      </p>
    </div>
  );
}

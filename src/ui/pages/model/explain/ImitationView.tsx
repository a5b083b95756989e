/** A tree that imitates the model, its questions below each other, and how well it does. */
import type { Imitation } from '#/core/explain/attribution';
import { formatCount, formatShare } from '#/ui/charts/formatNumber';
import { ImitationPlot } from '#/ui/components/explain/ImitationPlot';
import type { AttributionViewProps } from './attributionViews';
import classes from './explain.module.css';

const littleFidelity = 0.8;

export function ImitationView({ found, version, fileName }: AttributionViewProps<Imitation>) {
  const { baseline, labels, r2, judged } = found;
  const isClass = labels.length > 0;
  return (
    <div className={classes.found}>
      <ImitationPlot found={found} version={version} fileName={fileName} />
      <p className="quiet">
        On {formatCount(judged)} rows that it was not grown from it gives{' '}
        {isClass
          ? `the model’s answer for ${formatShare(baseline.value)} (R² of the probabilities ${r2.toFixed(3)}).`
          : `what the model answers with an R² of ${r2.toFixed(3)}.`}{' '}
        {baseline.value < littleFidelity &&
          'That is little: the model does more than these questions say. Allow more questions in a row.'}
      </p>
    </div>
  );
}

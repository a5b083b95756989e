/** Rows near to this one with another answer. */
import { useMemo } from 'react';
import type { Counterfactuals } from '#/core/explain/attribution';
import { waysOf } from '#/core/explain/summarize';
import { formatCount } from '#/ui/charts/formatNumber';
import { WaysTable } from '#/ui/components/explain/WaysTable';
import type { AttributionViewProps } from './attributionViews';
import classes from './explain.module.css';

export function CounterfactualsView({ found, version }: AttributionViewProps<Counterfactuals>) {
  const ways = useMemo(() => waysOf(found), [found]);
  return (
    <div className={classes.found}>
      <h3>{found.measure}</h3>
      <WaysTable version={version} ways={ways} isShare={found.isShare} />
      <p className="quiet">
        The answer is {found.answer} now. Values are lent by {formatCount(found.rows)} real rows, and go no
        further than the answer needs
        {found.fixed.length > 0 ? `; kept as they are: ${found.fixed.join(', ')}` : ''}. It is what the model
        would answer, not what would happen: a change may bring others with it.
      </p>
    </div>
  );
}

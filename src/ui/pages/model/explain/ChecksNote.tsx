/** How far an explanation by gradients can be trusted: whether it adds up, hangs on what was learnt, and holds over seeds. */
import type { ExplanationChecks } from '#/core/explain/attribution';
import { unlearntCorrelation } from '#/core/explain/gradient/unlearnt';
import { formatNumber } from '#/ui/charts/formatNumber';
import classes from './explain.module.css';

const share = (value: number): string => value.toFixed(2).replace('-0.00', '0.00').replace('-', '−');

export function ChecksNote({ checks }: { checks: ExplanationChecks }) {
  const { added, anew, layers, seeds } = checks;
  const last = anew.at(-1);
  const stays = last !== undefined && Math.abs(last.correlation) >= unlearntCorrelation;
  return (
    <dl className={classes.checks} aria-label="Checks">
      {added && (
        <div>
          <dt>Adds up</dt>
          <dd>
            The values come to {formatNumber(added.sum)}, the difference of the answers is{' '}
            {formatNumber(added.whole)}: they miss it by {missText(added)}.
          </dd>
        </div>
      )}
      {last && (
        <div data-bad={stays || undefined}>
          <dt>Sanity</dt>
          <dd>
            Rank correlation with the explanation of the same network with weights drawn anew:{' '}
            {anew
              .map(({ layers: count, correlation }) => `${share(correlation)} ${countText(count, layers)}`)
              .join(', ')}
            .{' '}
            {stays
              ? 'It hardly changes: what it shows does not come from what was learnt. Do not rely on it.'
              : 'It changes: it hangs on what was learnt.'}
          </dd>
        </div>
      )}
      {seeds && (
        <div data-bad={seeds.correlation < leastStable || undefined}>
          <dt>Stability</dt>
          <dd>
            {seeds.count === 1
              ? 'Rank correlation with the explanation of another seed: '
              : `Rank correlation with the explanations of ${seeds.count} other seeds: at least `}
            {share(seeds.correlation)}.{seeds.correlation < leastStable && ' Take more samples.'}
          </dd>
        </div>
      )}
    </dl>
  );
}

const leastStable = 0.8;

const missText = ({ sum, whole }: { sum: number; whole: number }): string => {
  const gap = Math.abs(sum - whole);
  return whole === 0 ? formatNumber(gap) : `${formatNumber((100 * gap) / Math.abs(whole))} %`;
};

const countText = (count: number, of: number): string =>
  count === of ? `(all ${of} layers)` : count === 1 ? '(last layer)' : `(last ${count})`;

/** How far apart the groups lie, by each way of asking for fairness. */
import type { ClassFairness } from '#/core/fairness/classFairness';
import { gapMeasures } from '#/core/fairness/gapMeasures';
import type { Apart } from '#/core/fairness/sharesApart';
import { formatNumber } from '#/ui/charts/formatNumber';
import styles from './fairness.module.css';
import { WideTable } from './WideTable';

const points = (share: number) => (share * 100).toFixed(1);

/** `before`: with one threshold for all, where others are tried. */
export function GapTable({ found, before }: { found: ClassFairness; before?: ClassFairness }) {
  return (
    <WideTable label="How far apart the groups are" className={styles.gaps}>
      <thead>
        <tr>
          <th scope="col">Equal would be</th>
          <th scope="col">Difference in points (95 %)</th>
          {before && <th scope="col">All at 0.5</th>}
          <th scope="col">Ratio</th>
          <th scope="col">Lowest</th>
          <th scope="col">Highest</th>
        </tr>
      </thead>
      <tbody>
        {gapMeasures.map(([name, title, rate]) => {
          const gap = found[name];
          return (
            <tr key={name}>
              <th scope="row">
                {title} <span className="quiet">{rate}</span>
              </th>
              {Number.isNaN(gap.difference) ? (
                <td colSpan={before ? 5 : 4} className="quiet">
                  fewer than two groups have 10 rows for it
                </td>
              ) : (
                <Gap gap={gap} before={before?.[name]} />
              )}
            </tr>
          );
        })}
      </tbody>
    </WideTable>
  );
}

const Gap = ({ gap, before }: { gap: Apart; before?: Apart }) => (
  <>
    <td>
      <strong>{points(gap.difference)}</strong>{' '}
      <span className="quiet">
        {points(gap.low)} to {points(gap.high)}
      </span>
    </td>
    {before && <td>{Number.isNaN(before.difference) ? '–' : points(before.difference)}</td>}
    <td>{formatNumber(gap.ratio, 2)}</td>
    <td className={styles.name} title={gap.lowest}>
      {gap.lowest || '(empty)'}
    </td>
    <td className={styles.name} title={gap.highest}>
      {gap.highest || '(empty)'}
    </td>
  </>
);

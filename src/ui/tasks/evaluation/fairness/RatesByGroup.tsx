/** Each group's rates with their intervals, and its threshold. */
import type { ClassFairness, GroupRates } from '#/core/fairness/classFairness';
import type { ShareWithInterval } from '#/core/evaluation/wilsonInterval';
import { formatCount } from '#/ui/charts/formatNumber';
import styles from './fairness.module.css';
import { WideTable } from './WideTable';

const rates = [
  ['positiveRate', 'Positive rate'],
  ['truePositiveRate', 'True positive rate'],
  ['falsePositiveRate', 'False positive rate'],
  ['precision', 'Precision'],
  ['accuracy', 'Accuracy'],
] as const;

export function RatesByGroup({
  found,
  thresholdOf,
  onChange,
}: {
  found: ClassFairness;
  thresholdOf: (label: string) => number;
  onChange: (label: string, threshold: number) => void;
}) {
  return (
    <WideTable label="Rates by group" className={styles.rates}>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col">Rows</th>
          <th scope="col" className={styles.limit}>
            Threshold
          </th>
          {rates.map(([name, title]) => (
            <th key={name} scope="col">
              {title}
            </th>
          ))}
          <th scope="col">AUC</th>
        </tr>
      </thead>
      <tbody>
        {found.groups.map((group) => (
          <tr key={group.label}>
            <Figures group={group}>
              <td className={styles.limit}>
                <input
                  type="range"
                  min={0}
                  max={1}
                  step={0.005}
                  aria-label={`Threshold of ${group.label || '(empty)'}`}
                  value={thresholdOf(group.label)}
                  onChange={(event) => onChange(group.label, Number(event.target.value))}
                />
                <output>{thresholdOf(group.label).toFixed(3)}</output>
              </td>
            </Figures>
          </tr>
        ))}
        <tr className={styles.total}>
          <Figures group={found.total}>
            <td className="quiet">each its own</td>
          </Figures>
        </tr>
      </tbody>
    </WideTable>
  );
}

const Figures = ({ group, children }: { group: GroupRates; children: React.ReactNode }) => (
  <>
    <th scope="row" className={styles.name} title={group.label}>
      {group.label || '(empty)'}
      {group.small && <small className={styles.few}>few</small>}
    </th>
    <td>{formatCount(group.rows)}</td>
    {children}
    {rates.map(([name]) => (
      <Rate key={name} {...group[name]} />
    ))}
    <Rate share={group.auc.area} low={group.auc.low} high={group.auc.high} of={group.rows} isShare={false} />
  </>
);

function Rate({ share, low, high, isShare = true }: ShareWithInterval & { isShare?: boolean }) {
  if (Number.isNaN(share)) return <td className="quiet">none</td>;
  const text = (value: number) => (isShare ? (value * 100).toFixed(1) : value.toFixed(3));
  return (
    <td>
      {text(share)}
      {isShare && ' %'}
      <small>
        {text(low)} to {text(high)}
      </small>
      <span className={styles.whisker} aria-hidden>
        <i style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
        <b style={{ left: `${share * 100}%` }} />
      </span>
    </td>
  );
}

/** Ways to another answer side by side: what changes in each, and what is answered then. */
import { Button } from '@mantine/core';
import type { Way } from '#/core/explain/summarize';
import type { ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import classes from './ways.module.css';
import { valueFormat } from './valueFormat';

export function WaysTable({
  version,
  ways,
  isShare,
  onUse,
}: {
  version: ModelVersion;
  ways: readonly Way[];
  isShare: boolean;
  /** Offered where the row can be put into a form. */
  onUse?: (way: Way) => void;
}) {
  const text = (name: string, cell: string | number | null) => {
    if (cell === null) return 'missing';
    const format = valueFormat(version, name);
    return typeof cell === 'number' && format ? format(cell) : String(cell);
  };
  return (
    <ol className={classes.ways} aria-label="Ways to another answer">
      {ways.map((way, i) => (
        <li key={i}>
          <dl>
            {way.changes.map(({ name, from, to }) => (
              <div key={name}>
                <dt className="clip" title={name}>
                  {name}
                </dt>
                <dd>
                  <span className="quiet">{text(name, from)}</span>
                  <span aria-label="to"> → </span>
                  <strong>{text(name, to)}</strong>
                </dd>
              </div>
            ))}
          </dl>
          <p>
            {isShare ? `${way.answer}, ${formatNumber(100 * way.figure, 3)} %` : formatNumber(way.figure)}
          </p>
          {onUse && (
            <Button size="xs" variant="default" onClick={() => onUse(way)}>
              Put into the form
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

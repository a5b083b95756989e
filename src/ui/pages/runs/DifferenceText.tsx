import { type Difference, differences } from '#/core/runs/differences';
import type { Run } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { labelFrom } from '#/ui/forms/labelFrom';
import classes from './runs.module.css';

const shown = (value: Difference['after']): string =>
  typeof value === 'number' ? formatNumber(value) : String(value);

/** "learning rate 0.001 → 0.0003, + dropout 0.2". */
export function differenceText(base: Run, run: Run): string {
  const found = differences(base.params, run.params);
  if (found.length === 0) return base.id === run.id ? 'baseline' : 'the same settings';
  return found
    .map(({ name, before, after }) => {
      const label = labelFrom(name.slice(name.indexOf('.') + 1)).toLowerCase();
      if (before === undefined) return `+ ${label} ${shown(after)}`;
      if (after === undefined) return `− ${label}`;
      return `${name === 'family' ? '' : `${label} `}${shown(before)} → ${shown(after)}`;
    })
    .join(', ');
}

export function DifferenceText({ base, run }: { base: Run; run: Run }) {
  const text = differenceText(base, run);
  return (
    <span className={base.id === run.id ? classes.isBase : undefined} title={text}>
      {text}
    </span>
  );
}

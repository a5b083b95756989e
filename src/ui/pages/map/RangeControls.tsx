/** The part taken of a dimension: where it begins, how many indices, how far apart. */
import type { IndexRange } from '#/core/grid/gridSchema';
import { CountInput } from '#/ui/components/CountInput';
import classes from './map.module.css';

export function RangeControls({
  name,
  size,
  range,
  isWrong,
  onChange,
}: {
  name: string;
  size: number;
  range: IndexRange;
  isWrong: boolean;
  onChange: (range: IndexRange) => void;
}) {
  const error = isWrong ? 'wrong' : undefined;
  /** As many as there are from here, unless fewer were asked for. */
  const fitted = (next: IndexRange): IndexRange => {
    const most = Math.ceil((size - next.start) / next.step);
    const wasAll = range.count === Math.ceil((size - range.start) / range.step);
    return most >= 1 && (wasAll || range.count > most) ? { ...next, count: most } : next;
  };
  return (
    <div className={classes.range}>
      <span className={classes.rangePart}>
        from
        <CountInput
          label={`First index of ${name}`}
          labelHidden
          value={range.start}
          error={error}
          onChange={(start) => onChange(fitted({ ...range, start }))}
        />
      </span>
      <span className={classes.rangePart}>
        take
        <CountInput
          label={`Indices of ${name}`}
          labelHidden
          value={range.count}
          error={error}
          onChange={(count) => onChange({ ...range, count })}
        />
      </span>
      <span className={classes.rangePart}>
        every
        <CountInput
          label={`Step along ${name}`}
          labelHidden
          value={range.step}
          error={error}
          onChange={(step) => onChange(fitted({ ...range, step }))}
        />
      </span>
    </div>
  );
}

import { formatCount } from '#/ui/charts/formatNumber';
import classes from './run.module.css';

/** One instrument of a run: a name and what it reads. */
export function Fact({
  name,
  value,
  of,
  text,
}: {
  name: string;
  value?: number;
  of?: number;
  text?: string;
}) {
  return (
    <div className={classes.fact}>
      <dt className="clip">{name}</dt>
      <dd>
        {text ?? (value === undefined ? '–' : formatCount(value))}
        {of !== undefined && text === undefined && <small> of {formatCount(of)}</small>}
      </dd>
    </div>
  );
}

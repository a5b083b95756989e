/** What the file holds besides the variables, and why it is none of them. */
import classes from './map.module.css';
import { formatCount } from '#/ui/charts/formatNumber';

const mark = 'left out: ';
const mostShown = 6;

export function LeftOut({ details }: { details: Readonly<Record<string, string>> }) {
  const left = Object.entries(details).filter(([, text]) => text.startsWith(mark));
  if (left.length === 0) return null;
  return (
    <details className={classes.leftOut}>
      <summary>
        {left.length === 1 ? 'One more is' : `${formatCount(left.length)} more are`} in the file and left out
      </summary>
      <ul>
        {left.slice(0, mostShown).map(([name, text]) => (
          <li key={name}>
            <span className={classes.variableName}>{name}</span>: {text.slice(mark.length)}
          </li>
        ))}
        {left.length > mostShown && <li>and {formatCount(left.length - mostShown)} more</li>}
      </ul>
    </details>
  );
}

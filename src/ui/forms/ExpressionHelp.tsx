/** The words of the language, from the very lists that the compiler reads. */
import { constants, functions } from '#/core/expression/functions';
import { type LanguageName, languages } from '#/core/expression/language';
import classes from './ExpressionControl.module.css';

export function ExpressionHelp({ language }: { language: LanguageName }) {
  const { variables, gives, elementwise } = languages[language];
  const usable = functions.filter(
    (def) => (gives === 'result' && !elementwise) || def.kind === 'elementwise',
  );
  return (
    <details className={classes.help}>
      <summary>What may be written</summary>
      <p>
        <code>+ - * / ^</code>, comparisons inside <code>where( )</code>, <code>name = …</code> for a part,{' '}
        <code>param name = 0.9</code> for a number {elementwise ? 'that is learnt' : 'to vary'},{' '}
        <code>#</code> for a comment.
      </p>
      <dl>
        {Object.entries(variables).map(([name, { summary }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{summary}</dd>
          </div>
        ))}
        {usable.map(({ name, args, summary }) => (
          <div key={`${name}/${args.length}`}>
            <dt>
              {name}({args.join(', ')})
            </dt>
            <dd>{summary}</dd>
          </div>
        ))}
        {Object.entries(constants).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

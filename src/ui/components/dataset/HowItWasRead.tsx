/** How the file of a table was read: what was said, what is open, and the way to read it another way. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { questionsOf } from '#/ui/components/reading/questions';
import { choicesText, columnsText, optionTitles } from '#/ui/components/reading/words';
import classes from './dataset.module.css';

export function HowItWasRead({ version }: { version: DatasetVersion }) {
  const { reading } = version.source;
  if (!reading) return null;
  const questions = questionsOf(reading.ambiguities);
  const said = choicesText(reading.given, 20);
  return (
    <>
      <h2 className={classes.group}>How it was read</h2>
      <dl className={classes.pairs}>
        <dt>Chosen</dt>
        <dd>{said || 'nothing: all of it was recognised'}</dd>
        {questions.map(({ key, option, columns, answers }) => (
          <OpenPart
            key={key}
            title={`${optionTitles[option]}${columns.length > 0 ? ` of ${columnsText(columns)}` : ''}`}
            examples={answers.map(({ example }) => example)}
          />
        ))}
      </dl>
      <p className={classes.readAgain}>
        <ButtonLink to="/import" search={{ version: version.id }} variant="default">
          Read again…
        </ButtonLink>
      </p>
    </>
  );
}

function OpenPart({ title, examples: [taken, ...others] }: { title: string; examples: string[] }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {taken} <span className="quiet">(a guess; or {others.join(', or ')})</span>
      </dd>
    </>
  );
}

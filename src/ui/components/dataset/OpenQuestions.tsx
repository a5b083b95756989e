/** What the file did not say and nobody answered, with the way to the answer. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { questionsOf } from '#/ui/components/reading/questions';
import { columnsText, optionTitles } from '#/ui/components/reading/words';
import classes from './dataset.module.css';

export function OpenQuestions({ version }: { version: Pick<DatasetVersion, 'id' | 'source'> }) {
  const questions = questionsOf(version.source.reading?.ambiguities ?? []);
  if (questions.length === 0) return null;
  return (
    <>
      <h2 className={classes.group}>Read as a guess</h2>
      <ul className={classes.issueList}>
        {questions.map(({ key, option, columns, answers: [taken, ...others], evidence }) => (
          <li key={key} className={classes.openQuestion}>
            <div>
              <p>
                {optionTitles[option]}
                {columns.length > 0 && ` of ${columnsText(columns)}`}: {taken?.example}, or{' '}
                {others.map(({ example }) => example).join(', or ')}.
              </p>
              <p className="quiet">{evidence}</p>
            </div>
            <ButtonLink
              to="/import"
              search={{ version: version.id }}
              variant="default"
              size="compact-sm"
              aria-label={`Answer: ${optionTitles[option]}${columns.length > 0 ? ` of ${columnsText(columns)}` : ''}`}
            >
              Answer
            </ButtonLink>
          </li>
        ))}
      </ul>
    </>
  );
}

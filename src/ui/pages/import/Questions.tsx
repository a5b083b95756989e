/** What the file leaves open: its readings side by side, one click answers. */
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './import.module.css';
import { type Answer, answerOf, isAnswered, type Question } from '#/ui/components/reading/questions';
import { columnsText, optionTitles, valueWords } from '#/ui/components/reading/words';
import type { ReadOptions } from '#/core/reading/readOptions';

const mostShown = 6;

export function Questions({
  questions,
  options,
  onAnswer,
}: {
  questions: readonly Question[];
  options: ReadOptions;
  /** undefined: open again. */
  onAnswer: (question: Question, value: Answer['value'] | undefined) => void;
}) {
  const [all, setAll] = useState(false);
  if (questions.length === 0) return null;
  const shown = all ? questions : questions.slice(0, mostShown);
  const open = questions.filter((question) => !isAnswered(options, question)).length;
  return (
    <section className={classes.questions} aria-labelledby="import-questions">
      <h2 id="import-questions">
        {open === 0
          ? 'Answered'
          : open === 1
            ? 'One thing the file does not say'
            : `${formatCount(open)} things the file does not say`}
      </h2>
      <ul>
        {shown.map((question) => (
          <Asked key={question.key} question={question} options={options} onAnswer={onAnswer} />
        ))}
      </ul>
      {shown.length < questions.length && (
        <button type="button" className={classes.putBack} onClick={() => setAll(true)}>
          Show {formatCount(questions.length - shown.length)} more
        </button>
      )}
    </section>
  );
}

function Asked({
  question,
  options,
  onAnswer,
}: {
  question: Question;
  options: ReadOptions;
  onAnswer: (question: Question, value: Answer['value'] | undefined) => void;
}) {
  const given = answerOf(options, question);
  const answered = isAnswered(options, question);
  const of = question.columns.length > 0 ? ` of ${columnsText(question.columns)}` : '';
  return (
    <li className={classes.question} data-answered={answered}>
      <div className={classes.questionWords}>
        <span className={classes.optionTitle}>
          {optionTitles[question.option]}
          {of}
        </span>
        <span className="quiet">{question.evidence}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: buttons in a row */}
      <div className={classes.answers} role="group" aria-label={`${optionTitles[question.option]}${of}`}>
        {question.answers.map((answer, i) => {
          const isGiven = given === answer;
          const isShown = !answered && i === 0;
          const note = [noteOf(question, answer), isShown && 'as shown'].filter(Boolean).join(' · ');
          return (
            <button
              key={JSON.stringify(answer.value)}
              type="button"
              className={classes.answer}
              aria-pressed={isGiven}
              data-shown={isShown}
              data-open-question={isShown || undefined}
              onClick={() => onAnswer(question, isGiven ? undefined : answer.value)}
            >
              <span>{answer.example}</span>
              {(note || isGiven) && (
                <span className={classes.answerNote}>
                  {isGiven && <IconCheck size={13} aria-hidden />}
                  {note}
                </span>
              )}
            </button>
          );
        })}
      </div>
    </li>
  );
}

const noteOf = ({ option }: Question, { value }: Answer): string =>
  option === 'missing' ? '' : valueWords(option, value);

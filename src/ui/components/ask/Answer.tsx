import { explainersFor } from '#/core/explain/explainersFor';
import { kindOf } from '#/core/kinds/registry';
import { taskOf } from '#/core/tasks/registry';
import { Link } from '@tanstack/react-router';
import type { CommandOutput } from '#/app/run';
import type { ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { taskViewOf } from '#/ui/tasks/registry';
import classes from './ask.module.css';

export function Answer({
  version,
  answer,
  error,
  stale,
  sample,
  picture,
}: {
  version: ModelVersion;
  answer?: CommandOutput<'inference.predict'>;
  error: unknown;
  stale: boolean;
  /** Of the dataset that the model learnt from, where it is one. */
  sample?: number;
  /** The URL of what was asked, where it is one. */
  picture?: string;
}) {
  const prediction = answer?.predictions[0];
  const { takesFiles, words } = kindOf(version.input);
  const { Answer: TaskAnswer } = taskViewOf(version.task);
  return (
    <section className={classes.answer} aria-label="Answer" aria-live="polite" data-stale={stale}>
      {error !== undefined && <ErrorNote error={error} />}
      {error === undefined && !prediction && (
        <p className="quiet">
          The answer comes here: {taskOf(version.task).words.answer}.{' '}
          {takesFiles
            ? `Give ${withArticle(words.sample)}: it is answered at once.`
            : `The form holds ${withArticle(words.sample)} the model has not learnt from; change it and press Enter.`}
        </p>
      )}
      {error === undefined && prediction && answer && (
        <>
          <TaskAnswer
            version={version}
            prediction={prediction}
            labels={answer.labels ?? version.task.labels ?? []}
            {...(picture && { picture })}
          />
          <p className={classes.meta}>
            {formatNumber(answer.latencyMs, 3)} ms on {answer.backend}
            {explainersFor(version).length > 0 && (
              <>
                {' · '}
                <Link
                  to="/models/$modelId"
                  params={{ modelId: version.modelId }}
                  search={{
                    tab: 'explain',
                    version: version.id,
                    sample: sample === undefined ? undefined : String(sample),
                  }}
                >
                  Explain
                </Link>
              </>
            )}
          </p>
          {answer.warnings.length > 0 && (
            <ul className={classes.warnings} aria-label="Warnings">
              {answer.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}

const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;

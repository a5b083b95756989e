/** Which rows are learnt from, which choose the best weights and which are kept for the final figure. */
import { NativeSelect } from '@mantine/core';
import { outlineSplit } from '#/core/split/outlineSplit';
import { fewestForTest } from '#/core/split/testShare';
import { taskOf } from '#/core/tasks/registry';
import { type TaskSpec, trainConfig } from '#/core/protocol/train';
import type { KindSource } from '#/core/kinds/kindDef';
import { kindOf } from '#/core/kinds/registry';
import { formatCount } from '#/ui/charts/formatNumber';
import type { FormValues } from '#/ui/forms/SchemaForm';
import classes from './train.module.css';

const shares = [0.1, 0.15, 0.2, 0.3, 0.4];

export function SplitPanel({
  source,
  task,
  samples,
  training,
  onChange,
}: {
  source: KindSource;
  task: TaskSpec;
  /** With a target. */
  samples: number;
  /** As chosen, and what differs from it where nothing is. */
  training: FormValues;
  onChange: (part: FormValues) => void;
}) {
  const parsed = trainConfig
    .pick({ validationSplit: true, testSplit: true, splitBy: true })
    .safeParse({ testSplit: 'auto', splitBy: 'roles', ...training });
  const config = parsed.success ? parsed.data : trainConfig.parse({ testSplit: 'auto', splitBy: 'roles' });
  const { how, parts, hasRoles, few } = outlineSplit(source, samples, config);
  const automatic = outlineSplit(source, samples, { ...config, testSplit: 'auto' }).parts?.test ?? 0;
  const word = kindOf(source.schema).words.samples;
  const chosen = config.testSplit ?? 'auto';
  // What is learnt of then are pieces of the texts, rather than texts.
  const inPieces = taskOf(task).value === 'tokens';
  return (
    <section aria-label="How it is judged">
      <h2 className={classes.panelTitle}>How it is judged</h2>
      <div className={classes.stack}>
        {inPieces && (
          <p className={classes.split}>
            Divided by the place in the text: the latest pieces judge. How many there are is known once the
            text is in tokens.
          </p>
        )}
        {!inPieces && (
          <p className={classes.split}>
            {parts && (
              <>
                About {formatCount(parts.train)} {word} to learn from, {formatCount(parts.val)} for validation
                {parts.test > 0 ? `, ${formatCount(parts.test)} for the test` : ', none kept for a test'};{' '}
              </>
            )}
            divided {how}.
          </p>
        )}
        {few && !inPieces && parts?.test === 0 && (
          <p className={classes.split}>
            Below {formatCount(fewestForTest)} {word} a test part would say little.
            {!taskOf(task).untaught && ' Cross-validation judges every one of them in turn.'}
          </p>
        )}
        <div className={classes.splitChoices}>
          <NativeSelect
            label="Test part"
            description="Looked at once, at the end: its figure is the one to believe."
            value={String(chosen)}
            onChange={({ currentTarget: { value } }) =>
              onChange({ testSplit: value === 'auto' ? undefined : Number(value) })
            }
            data={[
              {
                value: 'auto',
                label: inPieces
                  ? 'By size'
                  : parts || automatic > 0
                    ? `By size: ${automatic > 0 ? percent(automatic / samples) : 'none'}`
                    : 'As the column says',
              },
              { value: '0', label: 'None' },
              ...[...new Set([...shares, ...(typeof chosen === 'number' && chosen > 0 ? [chosen] : [])])]
                .sort((a, b) => a - b)
                .map((share) => ({ value: String(share), label: percent(share) })),
            ]}
          />
          {hasRoles && (
            <NativeSelect
              label="Divided"
              description="At random, rows that follow each other may judge too well."
              value={config.splitBy ?? 'roles'}
              onChange={({ currentTarget: { value } }) =>
                onChange({ splitBy: value === 'random' ? 'random' : undefined })
              }
              data={[
                { value: 'roles', label: 'As the columns say' },
                { value: 'random', label: 'At random' },
              ]}
            />
          )}
        </div>
      </div>
    </section>
  );
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

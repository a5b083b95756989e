/** One row: a form made from the version's inputs; after the first answer, each change asks again. */
import { fittedGridOf } from '#/core/grid/gridOf';
import { kindOf } from '#/core/kinds/registry';
import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowsShuffle, IconWand } from '@tabler/icons-react';
import { type FormEvent, Suspense, useMemo, useRef, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { ModelVersion } from '#/core/protocol/model';
import { taskViewOf } from '#/ui/tasks/registry';
import { Answer } from './Answer';
import { InputControl } from './InputControl';
import { rowAsText } from './knownValues';
import classes from './predict.module.css';

const settleMs = 300;

export function OneRow({ version }: { version: ModelVersion }) {
  const [sample, setSample] = useState(0);
  const [values, setValues] = useState(() => rowAsText(version.sampleRows[0], version));
  const [answer, setAnswer] = useState<
    CommandOutput<'inference.predict'> & { row: Record<string, string | null> }
  >();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);

  const ask = async (cells: ReadonlyMap<string, string>) => {
    const turn = ++asked.current;
    setBusy(true);
    try {
      const row = Object.fromEntries(
        [...cells].map(([name, text]) => [name, text.trim() === '' ? null : text]),
      );
      const next = await run('inference.predict', {
        modelId: version.modelId,
        version: version.number,
        rows: [row],
      });
      if (turn !== asked.current) return;
      setAnswer({ ...next, row });
      setError(undefined);
    } catch (thrown) {
      if (turn === asked.current) setError(thrown);
    } finally {
      if (turn === asked.current) setBusy(false);
    }
  };
  const askSoon = useDebouncedCallback(ask, settleMs);
  const change = (cells: Map<string, string>) => {
    setValues(cells);
    if (answer || error !== undefined) askSoon(cells);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask(values);
  };
  const nextSample = () => {
    const index = (sample + 1) % Math.max(1, version.sampleRows.length);
    setSample(index);
    change(rowAsText(version.sampleRows[index], version));
  };

  const prediction = answer?.predictions[0];
  const { FieldAnswer } = taskViewOf(version.task);
  const answeredSample = Number(answer?.row.sample ?? 0);
  const of = useMemo(
    () => ({
      datasetId: version.datasetId,
      datasetVersionId: version.datasetVersionId,
      sample: answeredSample,
    }),
    [version, answeredSample],
  );

  return (
    <>
      <form className={classes.one} onSubmit={submit} noValidate>
        <div>
          <div className={classes.formHead}>
            <h2>{fittedGridOf(version) ? 'Sample' : 'Row'}</h2>
            {version.sampleRows.length > 1 && (
              <Button variant="default" leftSection={<IconArrowsShuffle size={15} />} onClick={nextSample}>
                Another example
              </Button>
            )}
          </div>
          <div className={classes.fields}>
            {version.inputs.map((field) => (
              <InputControl
                key={field.name}
                field={field}
                version={version}
                value={values.get(field.name) ?? ''}
                onChange={(text) => change(new Map(values).set(field.name, text))}
              />
            ))}
          </div>
          <div className={classes.submit}>
            <Button type="submit" size="sm" loading={busy && !answer} leftSection={<IconWand size={16} />}>
              Predict
            </Button>
          </div>
        </div>
        <Answer
          version={version}
          answer={answer}
          error={error}
          stale={busy}
          sample={kindOf(version.input).rowsAreCells ? undefined : answeredSample}
        />
      </form>
      {FieldAnswer && prediction && error === undefined && (
        <section className={classes.forecast} aria-label="Forecast field">
          <Suspense>
            <FieldAnswer version={version} of={of} prediction={prediction} />
          </Suspense>
        </section>
      )}
    </>
  );
}

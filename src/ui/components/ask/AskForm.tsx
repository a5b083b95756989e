/** One sample: a form made of its inputs; after the first answer, each change asks again. */
import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowsShuffle, IconWand } from '@tabler/icons-react';
import {
  type ComponentType,
  type FormEvent,
  Fragment,
  type ReactNode,
  Suspense,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { Column } from '#/core/protocol/dataset';
import type { ModelVersion, RawRow } from '#/core/protocol/model';
import { taskViewOf } from '#/ui/tasks/registry';
import { Answer } from './Answer';
import classes from './ask.module.css';

const settleMs = 300;

export interface InputProps {
  column: Column;
  version: ModelVersion;
  value: string;
  onChange: (text: string) => void;
}

export interface FurtherProps {
  version: ModelVersion;
  /** By input, as text; empty: missing. */
  values: ReadonlyMap<string, string>;
  onChange: (values: Map<string, string>) => void;
  /** Answers it at once. */
  onAsk: () => void;
}

export function AskForm({
  version,
  title,
  inputs,
  control,
  sampleOf,
  actions,
  Further,
}: {
  version: ModelVersion;
  /** What is asked about: "Row". */
  title: string;
  inputs: readonly Column[];
  control: (props: InputProps) => ReactNode;
  /** The number of the sample that a row of the form names, where it names one. */
  sampleOf?: (row: RawRow) => number;
  /** Beside the title. */
  actions?: ReactNode;
  /** Below, of what the form holds. */
  Further?: ComponentType<FurtherProps>;
}) {
  const [sample, setSample] = useState(0);
  const [values, setValues] = useState(() => rowAsText(version.sampleRows[0], inputs));
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
    change(rowAsText(version.sampleRows[index], inputs));
  };

  const prediction = answer?.predictions[0];
  const { FieldAnswer } = taskViewOf(version.task);
  const answeredSample = (answer && sampleOf?.(answer.row)) ?? 0;
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
            <h2>{title}</h2>
            {actions}
            {version.sampleRows.length > 1 && (
              <Button variant="default" leftSection={<IconArrowsShuffle size={15} />} onClick={nextSample}>
                Another example
              </Button>
            )}
          </div>
          <div className={classes.fields}>
            {inputs.map((column) => (
              <Fragment key={column.name}>
                {control({
                  column,
                  version,
                  value: values.get(column.name) ?? '',
                  onChange: (text) => change(new Map(values).set(column.name, text)),
                })}
              </Fragment>
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
          sample={sampleOf && answeredSample}
        />
      </form>
      {Further && (
        <Suspense>
          <Further version={version} values={values} onChange={change} onAsk={() => void ask(values)} />
        </Suspense>
      )}
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

/** A sample row as the form's text. */
function rowAsText(row: RawRow | undefined, inputs: readonly Column[]): Map<string, string> {
  const cells = new Map(Object.entries(row ?? {}));
  return new Map(
    inputs.map(({ name }) => {
      const value = cells.get(name);
      return [name, value === null || value === undefined ? '' : String(value)];
    }),
  );
}

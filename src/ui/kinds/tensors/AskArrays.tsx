/** The inputs of an imported model as a form of its own: a field for each, and its outputs beside it. */
import { Button } from '@mantine/core';
import { IconArrowsShuffle, IconWand } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { FittedTensors } from '#/core/kinds/tensors';
import { ErrorNote } from '#/ui/components/ErrorNote';
import ask from '#/ui/components/ask/ask.module.css';
import { formatNumber } from '#/ui/charts/formatNumber';
import type { AskProps } from '../kindView';
import { AnsweredArrays } from './AnsweredArrays';
import { ArrayInput, type GivenInput } from './ArrayInput';
import { filled, readText } from './givenText';
import classes from './tensors.module.css';

export default function AskArrays({ version }: Pick<AskProps, 'version'>) {
  const { inputs } = version.input.fitted as FittedTensors;
  const [given, setGiven] = useState<ReadonlyMap<string, GivenInput>>(new Map());
  const [answer, setAnswer] = useState<CommandOutput<'inference.predict'>>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const turns = useRef(0);

  const predict = async (event?: FormEvent) => {
    event?.preventDefault();
    const turn = ++turns.current;
    setBusy(true);
    try {
      const arrays = Object.fromEntries(
        inputs.map((port) => {
          const input = given.get(port.name) ?? { text: '' };
          return [port.name, 'text' in input ? readText(port, input.text) : input.value];
        }),
      );
      const next = await run('inference.predict', {
        modelId: version.modelId,
        version: version.number,
        arrays,
      });
      if (turn !== turns.current) return;
      setAnswer(next);
      setError(undefined);
    } catch (thrown) {
      if (turn === turns.current) setError(thrown);
    } finally {
      if (turn === turns.current) setBusy(false);
    }
  };
  const tryRandom = () =>
    setGiven(
      new Map(
        inputs.flatMap((port): [string, GivenInput][] => {
          const value = filled(port, 'random');
          return value ? [[port.name, { value, note: `random, [${value.shape.join(', ')}]` }]] : [];
        }),
      ),
    );

  return (
    <form className={ask.one} onSubmit={predict} noValidate>
      <div>
        <div className={ask.formHead}>
          <h2>Inputs</h2>
          {inputs.length > 0 && (
            <Button variant="default" leftSection={<IconArrowsShuffle size={15} />} onClick={tryRandom}>
              Fill with random numbers
            </Button>
          )}
        </div>
        {inputs.length === 0 && <p className="quiet">The model takes nothing: ask, and it answers.</p>}
        <div className={classes.inputs}>
          {inputs.map((port) => (
            <ArrayInput
              key={port.name}
              port={port}
              given={given.get(port.name) ?? { text: '' }}
              onChange={(next) => setGiven((before) => new Map(before).set(port.name, next))}
            />
          ))}
        </div>
        <div className={ask.submit}>
          <Button type="submit" size="sm" loading={busy} leftSection={<IconWand size={16} />}>
            Predict
          </Button>
        </div>
      </div>
      <section className={ask.answer} aria-label="Answer" aria-live="polite" data-stale={busy}>
        {error !== undefined && <ErrorNote error={error} />}
        {error === undefined && !answer && (
          <p className="quiet">
            The answer comes here: {version.task.target}. The file runs as it is, on this machine.
          </p>
        )}
        {error === undefined && answer && (
          <>
            <AnsweredArrays arrays={answer.predictions[0]?.arrays ?? []} name={version.task.target} />
            <p className={ask.meta}>
              {formatNumber(answer.latencyMs, 3)} ms, {answer.backend}
            </p>
          </>
        )}
      </section>
    </form>
  );
}

/** What is searched, how, and for how long; it says at once what cannot be. */
import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { TetradError } from '#/core/protocol/errors';
import { mostFolds, type SpaceSpec } from '#/core/protocol/sweep';
import { countPoints } from '#/core/sweeps/samplers/grid';
import { standardPopulation } from '#/core/sweeps/samplers/populationBased';
import { samplers } from '#/core/sweeps/samplers/registry';
import { parseSpace } from '#/core/sweeps/space';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { ObjectiveFields } from './ObjectiveFields';
import { SpaceEditor } from './SpaceEditor';
import classes from './search.module.css';
import type { SearchBase } from './searchBase';

const one = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

export function SearchForm({
  base,
  options,
}: {
  base: SearchBase;
  options: CommandOutput<'sweeps.options'>;
}) {
  const navigate = useNavigate();
  const { busy, error, attemptIt } = useAttempt();
  const [space, setSpace] = useState<SpaceSpec>(options.space);
  const [constraint, setConstraint] = useState('');
  const [method, setMethod] = useState('tpe');
  const [pruner, setPruner] = useState('asha');
  const [objectives, setObjectives] = useState([options.objectives[0]?.metric ?? '']);
  const [trials, setTrials] = useState(30);
  const [repeats, setRepeats] = useState(1);
  const [folds, setFolds] = useState<number | string>('');
  const [keepModels, setKeepModels] = useState(false);
  const [earlier, setEarlier] = useState<string[]>([]);
  const [population, setPopulation] = useState<number | string>('');
  const [minutes, setMinutes] = useState<number | string>('');
  const constraints = useMemo(
    () =>
      constraint
        .split(';')
        .map((text) => text.trim())
        .filter(Boolean),
    [constraint],
  );
  const sampler = samplers.get(method);
  const total = sampler.total !== undefined;
  const sideBySide = sampler.inheritsFrom
    ? typeof population === 'number'
      ? population
      : standardPopulation(trials)
    : undefined;
  const checked = useMemo((): { points?: number; problem?: string } => {
    try {
      const parsed = parseSpace(space, constraints);
      const points = countPoints(parsed);
      return { points: total ? samplers.get(method).total?.(parsed) : points };
    } catch (thrown) {
      return {
        problem: thrown instanceof TetradError ? `${thrown.message} ${thrown.hint ?? ''}` : String(thrown),
      };
    }
  }, [space, constraints, method, total]);
  const { points = 0, problem } = checked;
  const planned = total ? Math.min(points, Number.isNaN(trials) ? points : trials) : trials;
  const wrong =
    problem ??
    (!(planned >= 1 && planned <= 10_000)
      ? 'From 1 to 10,000 trials.'
      : !(repeats >= 1 && repeats <= 100)
        ? 'From 1 to 100 repeats.'
        : typeof folds === 'number' && !(Number.isInteger(folds) && folds >= 2 && folds <= mostFolds)
          ? `From 2 to ${mostFolds} folds, or none.`
          : sideBySide !== undefined &&
              !(Number.isInteger(sideBySide) && sideBySide >= 2 && sideBySide <= planned)
            ? `From 2 to ${planned} side by side.`
            : undefined);
  const known = (list: readonly { type: string; title: string }[]) =>
    list.map(({ type, title }) => ({ value: type, label: title }));
  const summaryOf = (list: readonly { type: string; summary: string }[], type: string) =>
    list.find((entry) => entry.type === type)?.summary;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong !== undefined || busy) return;
    void attemptIt(async () => {
      const { runId } = await run('sweeps.submit', {
        ...base,
        space,
        ...(constraints.length > 0 && { constraints }),
        method,
        pruner,
        objective: objectives,
        trials: planned,
        repeats,
        ...(typeof folds === 'number' && { folds }),
        keepModels,
        ...(sideBySide !== undefined && { population: sideBySide }),
        ...(earlier.length > 0 && { earlierRuns: earlier }),
        ...(typeof minutes === 'number' && minutes > 0 && { timeLimitSeconds: minutes * 60 }),
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    });
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <section aria-label="What is searched">
        <h2 className={classes.title}>What is searched</h2>
        <SpaceEditor proposed={options.space} space={space} onChange={setSpace} />
      </section>
      <section aria-label="How">
        <h2 className={classes.title}>How</h2>
        <div className={classes.fields}>
          <Select
            label="Method"
            allowDeselect={false}
            data={known(options.methods)}
            value={method}
            description={summaryOf(options.methods, method)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(next) => next && setMethod(next)}
          />
          <Select
            label="Stop bad trials early"
            allowDeselect={false}
            data={known(options.pruners)}
            value={pruner}
            description={summaryOf(options.pruners, pruner)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(next) => next && setPruner(next)}
          />
          <ObjectiveFields
            known={options.objectives}
            chosen={objectives}
            note="Stopping early goes by the first."
            onChange={setObjectives}
          />
          <CountInput label="Trials" value={trials} onChange={setTrials} />
          {sideBySide !== undefined && (
            <NumberInput
              label="Side by side"
              placeholder={String(sideBySide)}
              description="Each goes through as many generations as the trials allow; the epochs are those of one trial."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              min={2}
              hideControls
              value={population}
              onChange={setPopulation}
            />
          )}
          <CountInput label="Seeds of each" value={repeats} onChange={setRepeats} />
          <NumberInput
            label="Folds of each"
            placeholder="one validation part"
            min={0}
            hideControls
            value={folds}
            onChange={setFolds}
          />
          <NumberInput
            label="Minutes at most"
            placeholder="no limit"
            min={0}
            hideControls
            value={minutes}
            onChange={setMinutes}
          />
          {options.earlier.length > 0 && (
            <MultiSelect
              label="Learn from"
              placeholder={earlier.length > 0 ? undefined : 'nothing earlier'}
              data={options.earlier.map(({ runId, name, runs }) => ({
                value: runId,
                label: runs > 1 ? `${name} (${formatCount(runs)})` : name,
              }))}
              description="Searches and runs on the same data: the method begins with what they found."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              searchable
              clearable
              value={earlier}
              onChange={setEarlier}
            />
          )}
          <TextInput
            label="Constraints"
            placeholder="batchSize * learningRate <= 1"
            description="Comparisons that every trial keeps, with ; between them."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={constraint}
            onChange={(event) => setConstraint(event.currentTarget.value)}
          />
          <Checkbox
            label="Keep the model of every trial"
            description="Else only that of the best: the others keep their figures and curves."
            checked={keepModels}
            onChange={(event) => setKeepModels(event.currentTarget.checked)}
          />
        </div>
      </section>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.bar}>
        <span className={classes.note} role="status">
          {wrong ??
            `${one(planned, 'trial')}${repeats > 1 ? ` with ${repeats} seeds each` : ''}${typeof folds === 'number' ? ` over ${folds} folds` : ''} of at most ${one(options.epochs, 'epoch')}; a grid of this space has ${one(points, 'point')}. How long one takes is measured with the first.`}
        </span>
        <Button
          type="submit"
          loading={busy}
          disabled={wrong !== undefined}
          leftSection={<IconSearch size={16} />}
        >
          Start search
        </Button>
      </div>
    </form>
  );
}

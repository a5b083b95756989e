/** A search for a network: within which budget, for how long, and how. */
import { Button, Checkbox, NumberInput, Select } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { sizeMetric } from '#/core/sweeps/measured';
import { formatCount } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { ObjectiveFields } from './ObjectiveFields';
import classes from './search.module.css';
import type { SearchBase } from './searchBase';

const methods = [
  { value: 'evolution', label: 'Aging evolution' },
  { value: 'random', label: 'Random' },
] as const;

/** An optional figure above 0. */
const figure = (value: number | string): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined;

export function ArchitectureForm({
  base,
  options,
}: {
  base: SearchBase;
  options: CommandOutput<'sweeps.options'>;
}) {
  const navigate = useNavigate();
  const { busy, error, attemptIt } = useAttempt();
  const [objectives, setObjectives] = useState([options.objectives[0]?.metric ?? '', sizeMetric]);
  const [method, setMethod] = useState<'evolution' | 'random'>('evolution');
  const [trials, setTrials] = useState(60);
  const [population, setPopulation] = useState(16);
  const [mostWeights, setMostWeights] = useState(100_000);
  const [megabytes, setMegabytes] = useState<number | string>('');
  const [milliseconds, setMilliseconds] = useState<number | string>('');
  const [minutes, setMinutes] = useState<number | string>('');
  const [inherit, setInherit] = useState(true);
  const wrong = !(trials >= 1 && trials <= 10_000)
    ? 'From 1 to 10,000 trials.'
    : !(population >= 2 && population <= 1_000)
      ? 'A population of 2 to 1,000.'
      : !(mostWeights >= 1)
        ? 'Allow at least one weight.'
        : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong !== undefined || busy) return;
    const { family: _family, familyParams: _params, size: _size, transfer: _transfer, ...rest } = base;
    void attemptIt(async () => {
      const { runId } = await run('architectures.search', {
        ...rest,
        method,
        trials,
        population,
        inherit,
        mostWeights,
        objective: objectives,
        mostMemoryBytes: figure(megabytes) && (figure(megabytes) as number) * 1e6,
        mostLatencyMs: figure(milliseconds),
        timeLimitSeconds: figure(minutes) && (figure(minutes) as number) * 60,
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    });
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.lead}>
        Begins with a small network and changes it step by step: deeper, wider, other kernels and blocks. What
        it finds is an ordinary drawn network, which opens in the graph editor.
      </p>
      <section aria-label="Budget">
        <h2 className={classes.title}>Budget of a network</h2>
        <div className={classes.fields}>
          <CountInput label="Weights at most" value={mostWeights} onChange={setMostWeights} />
          <NumberInput
            label="Memory of a training at most, MB"
            placeholder="no limit"
            min={0}
            hideControls
            value={megabytes}
            onChange={setMegabytes}
          />
          <NumberInput
            label="Latency of an answer at most, ms"
            placeholder="no limit"
            description="Measured here after each training."
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            hideControls
            value={milliseconds}
            onChange={setMilliseconds}
          />
        </div>
      </section>
      <section aria-label="How">
        <h2 className={classes.title}>How</h2>
        <div className={classes.fields}>
          <Select
            label="Method"
            allowDeselect={false}
            data={methods}
            value={method}
            description={
              method === 'evolution'
                ? 'Changes the best of a few drawn from the youngest; the old die out, however good.'
                : 'Draws each network anew. The bar that evolution must beat.'
            }
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            onChange={(next) => next && setMethod(next)}
          />
          <ObjectiveFields known={options.objectives} chosen={objectives} onChange={setObjectives} />
          <CountInput label="Trials" value={trials} onChange={setTrials} />
          <CountInput label="Population" value={population} onChange={setPopulation} />
          <NumberInput
            label="Minutes at most"
            placeholder="no limit"
            min={0}
            hideControls
            value={minutes}
            onChange={setMinutes}
          />
        </div>
        <Checkbox
          mt={16}
          label="Wider and deeper networks begin with their parent's weights"
          checked={inherit}
          onChange={(event) => setInherit(event.currentTarget.checked)}
        />
      </section>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.bar}>
        <span className={classes.note} role="status">
          {wrong ??
            `${formatCount(trials)} networks of at most ${formatCount(options.epochs)} epochs each. How long one takes is measured with the first.`}
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

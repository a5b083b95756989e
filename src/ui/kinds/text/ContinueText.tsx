/** A prompt, and how a language model goes on with it: tokens appear as they come. */
import { Button, NumberInput, Textarea } from '@mantine/core';
import { IconPlayerStop, IconWand } from '@tabler/icons-react';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { run } from '#/app/run';
import { uniforms } from '#/core/random/random';
import type { FittedText } from '#/core/text/fittedText';
import { padId, unknownId } from '#/core/text/fittedTokenizer';
import { sampleToken } from '#/core/text/sampleToken';
import { Tokenizer } from '#/core/text/tokenizer';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import type { AskProps } from '../kindView';
import classes from './text.module.css';

const mostTokens = 2000;
/** Part of a letter: no text by itself. */
const broken = '\ufffd';

export function ContinueText({ version, fitted }: Pick<AskProps, 'version'> & { fitted: FittedText }) {
  const tokenizer = useMemo(() => new Tokenizer(fitted.tokenizer), [fitted]);
  const name = version.inputs[0]?.name ?? '';
  const [prompt, setPrompt] = useState(() => String(version.sampleRows[0]?.[name] ?? '').slice(0, 80));
  const [options, setOptions] = useState({ temperature: 0.8, topK: 20, tokens: 200, seed: 1 });
  const [written, setWritten] = useState<{
    prompt: string;
    text: string;
    count: number;
    perSecond: number;
  }>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const turn = useRef(0);
  useEffect(
    () => () => {
      turn.current = -1;
    },
    [],
  );

  const allowed = useMemo(() => {
    const can = fitted.tokenizer.tokens.map(
      (_, id) => id !== padId && id !== unknownId && !tokenizer.shown(id).includes(broken),
    );
    return (id: number) => can[id] === true;
  }, [fitted, tokenizer]);

  const write = async () => {
    const own = ++turn.current;
    setBusy(true);
    setError(undefined);
    const draws = uniforms(options.seed, 'continue', 0, options.tokens);
    const startedAt = performance.now();
    let text = '';
    setWritten({ prompt, text, count: 0, perSecond: 0 });
    try {
      for (let count = 1; count <= options.tokens; count++) {
        const { predictions } = await run('inference.predict', {
          modelId: version.modelId,
          version: version.number,
          rows: [{ [name]: prompt + text }],
        });
        if (turn.current !== own) return;
        const logits = predictions[0]?.field;
        if (!logits) break;
        text += tokenizer.shown(sampleToken(logits, options, draws[count - 1] ?? 0, allowed));
        const perSecond = (1000 * count) / (performance.now() - startedAt);
        setWritten({ prompt, text, count, perSecond });
      }
    } catch (thrown) {
      if (turn.current === own) setError(thrown);
    } finally {
      if (turn.current === own) setBusy(false);
    }
  };
  const stop = () => {
    turn.current++;
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) stop();
    else void write();
  };
  const number = (key: keyof typeof options, label: string, [min, max, step]: [number, number, number]) => (
    <NumberInput
      label={label}
      w={120}
      min={min}
      max={max}
      step={step}
      value={options[key]}
      onChange={(value) => {
        const next = Number(value);
        if (value !== '' && next >= min && next <= max && (step < 1 || Number.isInteger(next)))
          setOptions({ ...options, [key]: next });
      }}
    />
  );

  return (
    <form className={classes.one} onSubmit={submit} noValidate>
      <h2>Text</h2>
      <Textarea
        label="Prompt"
        description={`The model sees the last ${formatCount(fitted.form === 'stream' ? fitted.length : 0)} tokens. Ctrl + Enter goes on.`}
        autosize
        minRows={3}
        maxRows={12}
        value={prompt}
        onChange={(event) => setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <div className={classes.choices}>
        {number('temperature', 'Temperature', [0, 5, 0.1])}
        {number('topK', 'Of the likeliest', [0, 10_000, 1])}
        {number('tokens', 'Tokens', [1, mostTokens, 10])}
        {number('seed', 'Seed', [0, 0xffff_ffff, 1])}
        <Button
          type="submit"
          size="sm"
          variant={busy ? 'default' : 'filled'}
          leftSection={busy ? <IconPlayerStop size={16} /> : <IconWand size={16} />}
        >
          {busy ? 'Stop' : 'Write on'}
        </Button>
      </div>
      <p className="quiet">
        Temperature: below 1 surer, above 1 bolder, 0 always the likeliest. Of the likeliest: how many tokens
        may be drawn; 0 is all.
      </p>
      {error !== undefined && <ErrorNote error={error} />}
      {written && (
        <section aria-label="Continuation" aria-live="off" aria-busy={busy}>
          <div className={classes.text}>
            <span className="quiet">{written.prompt}</span>
            <strong>{written.text}</strong>
          </div>
          <p className={classes.count}>
            {formatCount(written.count)} {written.count === 1 ? 'token' : 'tokens'}
            {written.perSecond > 0 && `, ${written.perSecond.toFixed(1)} a second`}
          </p>
        </section>
      )}
    </form>
  );
}

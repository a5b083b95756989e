/** A text, its answer, and the tokens that the model reads of it. */
import { Textarea } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { type FittedText, mostIds } from '#/core/text/fittedText';
import { Tokenizer } from '#/core/text/tokenizer';
import { formatCount } from '#/ui/charts/formatNumber';
import { AskForm, type InputProps } from '#/ui/components/ask/AskForm';
import { TokenChips } from '#/ui/components/text/TokenChips';
import type { AskProps } from '../kindView';
import { ContinueText } from './ContinueText';
import classes from './text.module.css';

/** Drawn while it is typed. */
const mostDrawn = 20_000;

export default function AskText({ version }: Pick<AskProps, 'version'>) {
  const fitted = version.input.fitted as FittedText;
  if (fitted.form === 'stream') return <ContinueText version={version} fitted={fitted} />;
  return (
    <AskForm
      version={version}
      title="Text"
      inputs={version.inputs}
      control={(props) => <TextControl {...props} />}
    />
  );
}

function TextControl({ column, version, value, onChange }: InputProps) {
  const fitted = version.input.fitted as FittedText;
  const tokenizer = useMemo(() => new Tokenizer(fitted.tokenizer), [fitted]);
  const settled = useDeferredValue(value);
  const { tokens, all } = useMemo(() => {
    const ids = tokenizer.encode(settled.slice(0, mostDrawn));
    const read = ids.slice(0, Math.min(ids.length, mostIds(fitted)));
    return { tokens: read.map((id) => ({ id, text: tokenizer.shown(id) })), all: ids.length };
  }, [tokenizer, fitted, settled]);
  return (
    <div className={classes.whole}>
      <Textarea
        label={column.name}
        description="Ctrl + Enter predicts"
        autosize
        minRows={5}
        maxRows={16}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <p className={classes.count}>
        {formatCount(tokens.length)} {tokens.length === 1 ? 'token' : 'tokens'}
        {all > tokens.length && ` of ${formatCount(all)}: the rest is not read`}
      </p>
      <TokenChips tokens={tokens} />
    </div>
  );
}

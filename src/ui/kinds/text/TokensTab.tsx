/** The tokens of the texts, as each tokeniser makes them: how many a text has, and the most frequent ones. */
import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { TextLook } from '#/core/text/textLook';
import { tokenizers } from '#/core/text/tokenizers/registry';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import classes from './text.module.css';

export function TokensTab({ version }: { version: DatasetVersion }) {
  const [tokenizer, setTokenizer] = useState('word');
  const [vocabulary, setVocabulary] = useState(8000);
  const [lowercase, setLowercase] = useState(true);
  const look = useCommand('datasets.tokens', { versionId: version.id, tokenizer, vocabulary, lowercase });
  return (
    <>
      <div className={classes.choices}>
        <NativeSelect
          label="Tokens"
          value={tokenizer}
          onChange={(event) => setTokenizer(event.currentTarget.value)}
          data={tokenizers.all.map(({ type, title }) => ({ value: type, label: title }))}
        />
        <NumberInput
          label="Vocabulary"
          w={120}
          min={16}
          max={100_000}
          step={1000}
          value={vocabulary}
          onChange={(value) => {
            const size = Number(value);
            if (Number.isInteger(size) && size >= 16 && size <= 100_000) setVocabulary(size);
          }}
        />
        <Checkbox
          label="Small letters"
          checked={lowercase}
          onChange={(event) => setLowercase(event.currentTarget.checked)}
        />
      </div>
      <p className="quiet" style={{ marginBottom: 12 }}>
        {tokenizers.find(tokenizer)?.summary} A training learns its own, of its training texts alone.
      </p>
      {look.error !== undefined && <ErrorNote error={look.error} />}
      {look.data && <Look look={look.data} rows={version.rows} />}
    </>
  );
}

function Look({
  look: { texts, empty, vocabulary, unknown, lengths, frequent },
  rows,
}: {
  look: TextLook;
  rows: number;
}) {
  const most = Math.max(1, ...lengths.counts);
  return (
    <>
      <div className={classes.figures}>
        <span>
          {formatCount(vocabulary)} different tokens
          {texts < rows && ` in the first ${formatCount(texts)} texts`}
        </span>
        <span>{(unknown * 100).toFixed(1)} % of all unknown</span>
        <span>
          a text has {formatCount(lengths.median)} tokens, 95 % at most {formatCount(lengths.p95)}, the
          longest {formatCount(lengths.max)}
        </span>
        {empty > 0 && <span>{formatCount(empty)} empty</span>}
      </div>
      <div
        className={classes.bars}
        role="img"
        aria-label={`Texts by their length, ${lengths.min} to ${lengths.max} tokens`}
      >
        {lengths.counts.map((count, i) => (
          <div
            key={lengths.edges[i]}
            className={classes.bar}
            style={{ height: `${(count / most) * 100}%` }}
            title={`${lengths.edges[i]} to ${(lengths.edges[i + 1] ?? 1) - 1} tokens: ${formatCount(count)} texts`}
          />
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{formatCount(lengths.min)}</span>
        <span>tokens of a text</span>
        <span>{formatCount(lengths.max)}</span>
      </div>
      <ul className={classes.vocabulary} aria-label="Most frequent tokens">
        {frequent.map(({ id, text, count }) => (
          <li key={id}>
            <span>{text.replaceAll(' ', '·').replaceAll('\n', '⏎').replaceAll('\t', '⇥')}</span>
            <span className="quiet">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

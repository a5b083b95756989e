import { useDeferredValue, useState } from 'react';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { textOf } from '#/core/text/textData';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { TokenChips } from '#/ui/components/text/TokenChips';
import { useCommand } from '#/ui/useCommand';
import { TextList } from './TextList';
import classes from './text.module.css';

export function TextsTab({ version, target }: { version: DatasetVersion; target: string | undefined }) {
  const [row, setRow] = useState(0);
  const settled = useDeferredValue(row);
  const { columns } = version.schema;
  const label = columns.findIndex(({ name }) => name === target);
  return (
    <div className={classes.split}>
      <TextList version={version} label={label} row={row} onRow={setRow} />
      <OneText key={settled} version={version} row={settled} />
    </div>
  );
}

function OneText({ version, row }: { version: DatasetVersion; row: number }) {
  const { columns } = version.schema;
  const { column } = textOf(version.schema);
  const cells = useCommand('datasets.rowsAt', { versionId: version.id, rows: [row] });
  const look = useCommand('datasets.tokens', { versionId: version.id, row });
  const [values] = cells.data?.rows ?? [];
  const { tokens } = look.data ?? {};
  const others = columns.flatMap(({ name }, i) => (i === column ? [] : [{ name, value: values?.[i] }]));
  return (
    <section className={classes.one} aria-label={`Text ${formatCount(row + 1)}`}>
      <h2>Text {formatCount(row + 1)}</h2>
      {cells.error !== undefined && <ErrorNote error={cells.error} />}
      <div className={classes.text}>{values?.[column] ?? ''}</div>
      {others.length > 0 && (
        <dl className={classes.figures}>
          {others.map(({ name, value }) => (
            <div key={name}>
              <dt className="quiet">{name}</dt>
              <dd style={{ margin: 0 }}>{value ?? 'missing'}</dd>
            </div>
          ))}
        </dl>
      )}
      {look.error !== undefined && <ErrorNote error={look.error} />}
      {tokens && (
        <>
          <p className={classes.count} style={{ margin: 0 }}>
            {formatCount(tokens.all)} {tokens.all === 1 ? 'word or sign' : 'words and signs'}
          </p>
          <div className={classes.tokens}>
            <TokenChips tokens={tokens.first} all={tokens.all} />
          </div>
        </>
      )}
    </section>
  );
}

/** What a table is read as: itself, or another kind of data that it looks like; one choice, offered with its reason. */
import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { DatasetKind } from '#/core/protocol/dataset';
import type { TablePreview } from '#/core/reading/tablePreview';
import { tableReadings } from '#/ui/kinds/registry';
import type { TableReading } from '#/ui/kinds/tableReading';
import classes from './import.module.css';
import type { ReadAs as Choice } from './importSession';

const asTable = '';

interface Offered {
  type: DatasetKind;
  title: string;
  reading: TableReading;
  why: string;
  isLikely: boolean;
}

export function ReadAs({
  preview,
  choice,
  onChange,
}: {
  preview: TablePreview;
  choice: Choice | undefined;
  onChange: (choice: Choice | undefined) => void;
}) {
  const [offered, setOffered] = useState<readonly Offered[]>([]);
  useEffect(() => {
    let isCurrent = true;
    Promise.all(
      tableReadings.map(async ({ type, title, asReading }) => ({ type, title, reading: await asReading() })),
    ).then(
      (found) => {
        const fitting = found.flatMap((one) => {
          const proposal = one.reading.propose(preview);
          return proposal ? [{ ...proposal, ...one }] : [];
        });
        if (isCurrent) setOffered(fitting);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [preview]);
  const chosen = offered.find(({ type }) => type === choice?.kind);
  const likely = offered.filter(({ isLikely }) => isLikely);
  if (offered.length === 0) return null;
  return (
    <section aria-labelledby="read-as" className={classes.options}>
      <h2 id="read-as" className={classes.readAs}>
        Read it as
      </h2>
      <SegmentedControl
        fullWidth
        aria-labelledby="read-as"
        value={choice?.kind ?? asTable}
        onChange={(kind) =>
          onChange(kind === asTable ? undefined : { kind: kind as DatasetKind, options: {} })
        }
        data={[
          { value: asTable, label: 'Table' },
          ...offered.map(({ type, title }) => ({ value: type, label: title })),
        ]}
      />
      {!choice &&
        likely.map(({ type, title, why }) => (
          <p key={type} className={classes.why}>
            It may be {title.toLowerCase()}: {why}.
          </p>
        ))}
      {choice && chosen && (
        <chosen.reading.Controls
          preview={preview}
          options={choice.options}
          onChange={(options) => onChange({ kind: choice.kind, options })}
        />
      )}
    </section>
  );
}

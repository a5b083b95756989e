/** Which columns to learn from. Columns that may give the answer away say so where they are chosen. */
import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { DataIssue, Column } from '#/core/protocol/dataset';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './train.module.css';

export function FeaturePicker({
  fields,
  chosen,
  hints,
  noun = 'column',
  onChange,
}: {
  fields: readonly Column[];
  chosen: ReadonlySet<string>;
  hints: readonly DataIssue[];
  noun?: string;
  onChange: (names: string[]) => void;
}) {
  const [query, setQuery] = useState('');
  const scroll = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => {
    const words = query.trim().toLowerCase();
    return words ? fields.filter((field) => field.name.toLowerCase().includes(words)) : fields;
  }, [fields, query]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 30,
    overscan: 6,
  });
  const hintOf = useMemo(
    () => new Map(hints.flatMap((hint) => (hint.column === undefined ? [] : [[hint.column, hint] as const]))),
    [hints],
  );
  const set = (names: readonly string[], on: boolean) => {
    const changed = new Set(names);
    onChange(fields.map((f) => f.name).filter((name) => (changed.has(name) ? on : chosen.has(name))));
  };
  const risky = fields.filter((field) => chosen.has(field.name) && hintOf.has(field.name));
  const allOn = shown.every((field) => chosen.has(field.name));

  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
      <legend className={classes.panelTitle} style={{ padding: 0 }}>
        Learn from{' '}
        <span className="quiet" style={{ fontWeight: 400 }}>
          {formatCount(chosen.size)} of {formatCount(fields.length)} {noun}s
        </span>
      </legend>
      <div className={classes.features}>
        <div className={classes.featureHead}>
          <TextInput
            style={{ flex: 1 }}
            aria-label={`Search ${noun}s`}
            placeholder={`Search ${noun}s`}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={shown.length === 0}
            onClick={() =>
              set(
                shown.map((field) => field.name),
                !allOn,
              )
            }
          >
            {allOn ? 'None' : 'All'}
          </Button>
        </div>
        <div
          ref={scroll}
          className={classes.featureScroll}
          style={{ height: Math.min(336, Math.max(60, shown.length * 30)) }}
        >
          <div style={{ height: virtualizer.getTotalSize() }} />
          {virtualizer.getVirtualItems().map((item) => {
            const field = shown[item.index] as Column;
            const hint = hintOf.get(field.name);
            return (
              <label
                key={field.name}
                className={classes.feature}
                style={{ top: 0, transform: `translateY(${item.start}px)` }}
                title={hint ? [hint.message, hint.hint].filter(Boolean).join(' ') : field.name}
              >
                <input
                  type="checkbox"
                  checked={chosen.has(field.name)}
                  onChange={(event) => set([field.name], event.currentTarget.checked)}
                />
                <span className="clip">{field.name}</span>
                {hint && (
                  <IconAlertTriangle
                    size={15}
                    className={classes.warn}
                    role="img"
                    aria-label="May give the answer away"
                  />
                )}
                <span className={classes.featureType}>{field.type}</span>
              </label>
            );
          })}
        </div>
        {risky.slice(0, 3).map((field) => (
          <div key={field.name} className={classes.leak}>
            <strong>{field.name}</strong>: {hintOf.get(field.name)?.message} {hintOf.get(field.name)?.hint}{' '}
            <Button size="compact-xs" variant="default" onClick={() => set([field.name], false)}>
              Leave it out
            </Button>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** A whole number: what is typed is kept apart from what it means, NaN while it is none. */
import { TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';

const textOf = (value: number): string => (Number.isNaN(value) ? '' : String(value));
const parse = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);

export function CountInput({
  label,
  labelHidden = false,
  value,
  error,
  onChange,
}: {
  label: string;
  labelHidden?: boolean;
  value: number;
  error?: string;
  onChange: (value: number) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const text = draft !== undefined && Object.is(parse(draft), value) ? draft : textOf(value);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (step === 0 || Number.isNaN(value)) return;
    event.preventDefault();
    setDraft(undefined);
    onChange(Math.max(0, value + step * (event.shiftKey ? 10 : 1)));
  };
  return (
    <TextInput
      label={labelHidden ? undefined : label}
      aria-label={labelHidden ? label : undefined}
      w={labelHidden ? 72 : 112}
      value={text}
      inputMode="numeric"
      autoComplete="off"
      error={error !== undefined}
      onKeyDown={onKeyDown}
      onBlur={() => setDraft(undefined)}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        onChange(parse(event.currentTarget.value));
      }}
    />
  );
}

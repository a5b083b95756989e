/** One setting: label, control, range message, and the way back to its default. */
import { MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { ExpressionControl } from './ExpressionControl';
import { type ControlSpec, controlText, parseControl } from './controlSpec';
import classes from './SchemaForm.module.css';

/** That are drawn at once; typing finds the others. */
const mostOptions = 100;

export function SchemaControl({
  spec,
  value,
  standard,
  error,
  onChange,
}: {
  spec: ControlSpec;
  /** undefined = the standard value. */
  value: unknown;
  standard: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}) {
  const id = useId();
  const current = value === undefined ? standard : value;
  const changed = value !== undefined && controlText(value) !== controlText(standard);
  const wide = spec.kind === 'expression';
  const before = wide ? 'the first example' : controlText(standard);
  const hint = spec.hint && (
    <div className={wide ? classes.lead : classes.hint} id={`${id}-hint`}>
      {spec.hint}
    </div>
  );
  return (
    <div className={wide ? classes.wide : undefined}>
      <div className={classes.label}>
        <label htmlFor={id} className={classes.text}>
          {spec.label}
        </label>
        {changed && (
          <button
            type="button"
            className={classes.reset}
            onClick={() => onChange(undefined)}
            aria-label={`Reset ${spec.label} to ${before}`}
          >
            <IconRestore size={13} aria-hidden="true" />
            {before}
          </button>
        )}
      </div>
      {/* A program is long: what it is for stands before it. */}
      {wide && hint}
      <Control id={id} spec={spec} current={current} error={error} onChange={onChange} />
      {!wide && hint}
    </div>
  );
}

function Control({
  id,
  spec,
  current,
  error,
  onChange,
}: {
  id: string;
  spec: ControlSpec;
  current: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}) {
  const describedBy = spec.hint ? `${id}-hint` : undefined;
  if (spec.kind === 'boolean')
    return (
      <Switch
        id={id}
        checked={current === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
        aria-describedby={describedBy}
        my={6}
      />
    );
  if (spec.kind === 'select')
    return (
      <Select
        id={id}
        data={spec.options?.map(({ value, label }) => ({ value, label })) ?? []}
        value={controlText(current)}
        onChange={(next) => next !== null && onChange(next)}
        allowDeselect={false}
        error={error}
        aria-describedby={describedBy}
      />
    );
  if (spec.kind === 'choices')
    return (
      <MultiSelect
        id={id}
        searchable
        clearable
        limit={mostOptions}
        data={spec.options?.map(({ value, label }) => ({ value, label })) ?? []}
        value={Array.isArray(current) ? current.map(String) : []}
        onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        error={error}
        aria-describedby={describedBy}
      />
    );
  if (spec.kind === 'expression' && spec.language)
    return (
      <ExpressionControl
        id={id}
        language={spec.language}
        value={controlText(current)}
        describedBy={describedBy}
        onChange={onChange}
      />
    );
  return (
    <TypedInput
      id={id}
      spec={spec}
      current={current}
      error={error}
      describedBy={describedBy}
      onChange={onChange}
    />
  );
}

/** Keeps what is typed ("1e-" on the way to "1e-3") apart from what it means. */
function TypedInput({
  id,
  spec,
  current,
  error,
  describedBy,
  onChange,
}: {
  id: string;
  spec: ControlSpec;
  current: unknown;
  error?: string;
  describedBy?: string;
  onChange: (value: unknown) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const text =
    draft !== undefined && controlText(parseControl(spec, draft)) === controlText(current)
      ? draft
      : controlText(current);
  const onKeyDown = (event: KeyboardEvent) => {
    const up = event.key === 'ArrowUp';
    if (!up && event.key !== 'ArrowDown') return;
    if (typeof current !== 'number' || spec.kind === 'numbers') return;
    event.preventDefault();
    setDraft(undefined);
    onChange(stepped(spec, current, up ? 1 : -1, event.shiftKey));
  };
  return (
    <TextInput
      id={id}
      value={text}
      inputMode={spec.kind === 'text' || spec.kind === 'numbers' ? 'text' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      error={error}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      onBlur={() => setDraft(undefined)}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        onChange(parseControl(spec, event.currentTarget.value));
      }}
    />
  );
}

/** Whole numbers by 1 (Shift: 10); others by one unit of their leading digit. */
function stepped(spec: ControlSpec, value: number, direction: 1 | -1, large: boolean): number {
  const size = spec.kind === 'integer' ? 1 : 10 ** Math.floor(Math.log10(Math.abs(value) || 0.1) - 1e-9);
  const next = Number((value + direction * size * (large ? 10 : 1)).toPrecision(10));
  if (spec.above !== undefined && next <= spec.above) return value;
  return Math.min(spec.maximum ?? Infinity, Math.max(spec.minimum ?? -Infinity, next));
}

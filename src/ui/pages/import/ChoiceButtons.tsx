/** One of a few values, all in view. */
import { SegmentedControl, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { Choice } from './choices';
import classes from './import.module.css';

const auto = 'auto';
const other = 'other';

export function ChoiceButtons({
  label,
  choices,
  value,
  autoLabel,
  takesOther = false,
  onChange,
}: {
  label: string;
  choices: readonly Choice[];
  /** undefined: left to what is found. */
  value: string | undefined;
  /** Name of the choice that leaves it to what is found; none: there is none. */
  autoLabel?: string;
  /** Any other sign may be typed. */
  takesOther?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const [typing, setTyping] = useState(false);
  const isListed = value === undefined || choices.some((choice) => choice.value === value);
  const shown = [
    ...(autoLabel === undefined ? [] : [{ value: auto, label: autoLabel, says: undefined }]),
    ...choices.map((choice, i) => ({ ...choice, value: String(i) })),
    ...(takesOther ? [{ value: other, label: isListed ? 'other' : `${value}`, says: undefined }] : []),
  ];
  const at = choices.findIndex((choice) => choice.value === value);
  const current = typing || !isListed ? other : value === undefined ? auto : String(at);
  return (
    <div className={classes.choiceRow}>
      <SegmentedControl
        fullWidth
        className={classes.choices}
        aria-label={label}
        // Without a guess none is marked.
        value={shown.some((one) => one.value === current) ? current : ''}
        onChange={(next) => {
          setTyping(next === other);
          if (next !== other) onChange(next === auto ? undefined : choices[Number(next)]?.value);
        }}
        data={shown.map(({ value: key, label: text, says }) => ({
          value: key,
          label: says ? (
            <span title={says}>
              <span aria-hidden>{text}</span>
              <VisuallyHidden>{says}</VisuallyHidden>
            </span>
          ) : (
            text
          ),
        }))}
      />
      {typing && (
        <TextInput
          aria-label={`Other ${label.toLowerCase()}`}
          w={44}
          maxLength={2}
          autoComplete="off"
          data-autofocus
          ref={(input) => input?.focus()}
          defaultValue={isListed ? '' : value}
          onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

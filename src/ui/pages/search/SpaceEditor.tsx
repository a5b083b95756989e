/** Which settings are searched, and from where to where. */
import { Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ParamSpec, SpaceSpec } from '#/core/protocol/sweep';
import { paramTitle } from '../run/sweep/sweepNames';
import classes from './search.module.css';
import { parseValues, scaleNames, valuesText, withType } from './spaceText';

const scales = Object.entries(scaleNames).map(([value, label]) => ({ value, label }));

export function SpaceEditor({
  proposed,
  space,
  onChange,
}: {
  /** All that may be searched, as it is proposed. */
  proposed: SpaceSpec;
  space: SpaceSpec;
  onChange: (space: SpaceSpec) => void;
}) {
  const names = [...new Set([...Object.keys(proposed), ...Object.keys(space)])];
  const set = (name: string, spec: ParamSpec | undefined) =>
    onChange(
      Object.fromEntries(
        names.flatMap((one) => {
          const kept = one === name ? spec : space[one];
          return kept ? [[one, kept]] : [];
        }),
      ),
    );
  return (
    <ul className={classes.space} aria-label="Space">
      {names.map((name) => {
        const spec = space[name];
        const shown = spec ?? (proposed[name] as ParamSpec);
        return (
          <li key={name} className={spec ? classes.param : `${classes.param} ${classes.off}`}>
            <Checkbox
              className={classes.name}
              label={paramTitle(name)}
              checked={spec !== undefined}
              onChange={(event) => set(name, event.currentTarget.checked ? shown : undefined)}
            />
            {spec && (
              <>
                <Select
                  aria-label={`Scale of ${paramTitle(name)}`}
                  w={140}
                  allowDeselect={false}
                  data={scales}
                  value={spec.type}
                  onChange={(type) => type && set(name, withType(spec, type as ParamSpec['type']))}
                />
                {spec.type === 'categorical' ? (
                  <TextField
                    wide
                    label={`Values of ${paramTitle(name)}`}
                    text={valuesText(spec.values)}
                    onText={(text) => set(name, { ...spec, values: parseValues(text) })}
                  />
                ) : (
                  <span className={classes.range}>
                    <TextField
                      label={`Lowest ${paramTitle(name)}`}
                      text={numberText(spec.min)}
                      onText={(text) => set(name, { ...spec, min: numberOf(text) })}
                    />
                    to
                    <TextField
                      label={`Highest ${paramTitle(name)}`}
                      text={numberText(spec.max)}
                      onText={(text) => set(name, { ...spec, max: numberOf(text) })}
                    />
                  </span>
                )}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const numberText = (value: number): string => (Number.isNaN(value) ? '' : String(value));

/** What is typed stays as it is typed until the field is left. */
function TextField({
  label,
  text,
  wide = false,
  onText,
}: {
  label: string;
  text: string;
  wide?: boolean;
  onText: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  return (
    <TextInput
      aria-label={label}
      className={wide ? classes.values : undefined}
      w={wide ? undefined : 104}
      value={draft ?? text}
      autoComplete="off"
      onBlur={() => setDraft(undefined)}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        onText(event.currentTarget.value);
      }}
    />
  );
}

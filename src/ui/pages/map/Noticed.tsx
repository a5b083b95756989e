/** What a person should know before the import, and numbers that may stand for "missing", each a choice. */
import { Checkbox } from '@mantine/core';
import type { ArrayFileInfo, GridImportOptions } from '#/core/grid/gridSchema';
import classes from './map.module.css';

export function Noticed({
  info,
  options,
  onChange,
}: {
  info: ArrayFileInfo;
  options: GridImportOptions;
  onChange: (options: GridImportOptions) => void;
}) {
  const { mapping } = options;
  const proposed = Object.entries(info.draft.mapping.missing ?? {}).filter(([name]) =>
    mapping.variables.includes(name),
  );
  const told = info.noticed.filter(
    ({ column }) => column === undefined || mapping.variables.includes(column),
  );
  if (told.length === 0) return null;
  const taken = new Map(Object.entries(mapping.missing ?? {}));
  const choose = (name: string, numbers: number[]) =>
    onChange({ ...options, mapping: { ...mapping, missing: { ...mapping.missing, [name]: numbers } } });
  return (
    <section className={classes.part} aria-labelledby="map-noticed">
      <h2 id="map-noticed">Noticed</h2>
      <ul className={classes.noticed}>
        {told.map(({ message, hint }) => (
          <li key={message}>
            {message} {hint && <span className="quiet">{hint}</span>}
          </li>
        ))}
      </ul>
      {proposed.map(([name, numbers]) => (
        <Checkbox
          key={name}
          size="xs"
          checked={(taken.get(name) ?? []).length > 0}
          onChange={(event) => choose(name, event.currentTarget.checked ? numbers : [])}
          label={`${numbers.map((number) => String(Number(number.toPrecision(7)))).join(' and ')} in “${name}” counts as missing`}
        />
      ))}
    </section>
  );
}

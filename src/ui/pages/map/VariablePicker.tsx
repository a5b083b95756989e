/** Variables of the file; those over the same dimensions become channels of one field. */
import { unitText } from '#/core/grid/unitText';
import { Checkbox } from '@mantine/core';
import type { ArrayFileInfo } from '#/core/grid/gridSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './map.module.css';

export function VariablePicker({
  variables,
  chosen,
  onChange,
}: {
  variables: ArrayFileInfo['variables'];
  chosen: readonly string[];
  onChange: (names: string[]) => void;
}) {
  return (
    <ul className={classes.variables}>
      {variables.map(({ name, dimensions, dtype, unit, longName }) => (
        <li key={name}>
          <Checkbox
            checked={chosen.includes(name)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
              )
            }
            label={
              <span className={classes.variable}>
                <span className={classes.variableName}>{name}</span>
                <span className="quiet">
                  {[
                    dimensions
                      .map((dimension) => `${dimension.name} ${formatCount(dimension.size)}`)
                      .join(' × '),
                    dtype,
                    unit && unitText(unit),
                    longName !== name && longName,
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </span>
            }
          />
        </li>
      ))}
    </ul>
  );
}

/** Each dimension of the chosen variables with what is known of it, and what it is. */
import { NativeSelect } from '@mantine/core';
import { type AxisRole, axisRoles } from '#/core/grid/arrayFile';
import type { MappingProblem } from '#/core/grid/checkMapping';
import { withAxis } from '#/core/grid/editMapping';
import type { ArrayFileInfo, GridImportOptions } from '#/core/grid/gridSchema';
import { findVariable } from '#/core/grid/mapGrid';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { Problem } from '#/ui/components/grid/Problem';
import classes from './map.module.css';

const words: Record<AxisRole, string> = {
  time: 'time',
  x: 'x',
  y: 'y',
  z: 'z',
  channel: 'channels',
  sample: 'recordings',
};

export function DimensionTable({
  info,
  options,
  problems,
  onChange,
}: {
  info: ArrayFileInfo;
  options: GridImportOptions;
  problems: readonly MappingProblem[];
  onChange: (options: GridImportOptions) => void;
}) {
  const { axes, fixed, variables } = options.mapping;
  const dimensions = findVariable(info.variables, variables[0] ?? '')?.dimensions ?? [];
  if (dimensions.length === 0) return <p className="quiet">Choose a variable to see its dimensions.</p>;
  return (
    <table className={classes.dimensions}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className={classes.right}>
            Size
          </th>
          <th scope="col">From, to</th>
          <th scope="col">Is</th>
        </tr>
      </thead>
      <tbody>
        {dimensions.map(({ name, size }) => {
          const known = info.coordinates.find(({ dimension }) => dimension === name);
          const role = Object.hasOwn(axes, name) ? axes[name] : undefined;
          const index = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
          const isWrong = problems.some(({ at }) => at === `dimension ${name}`);
          const choose = (choice: AxisRole | number | undefined) =>
            onChange(withAxis(info, options, name, choice));
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={classes.right}>{formatCount(size)}</td>
              <td>
                {known ? (
                  <>
                    {formatNumber(known.first, 6)} to {formatNumber(known.last, 6)}{' '}
                    <span className="quiet">{known.unit}</span>
                  </>
                ) : (
                  <span className="quiet">not in the file</span>
                )}
              </td>
              <td>
                <div className={classes.role}>
                  <NativeSelect
                    aria-label={`${name} is`}
                    size="xs"
                    w={116}
                    value={index !== undefined ? 'one' : (role ?? '')}
                    error={isWrong}
                    onChange={(event) => {
                      const choice = event.currentTarget.value;
                      choose(choice === 'one' ? 0 : choice === '' ? undefined : (choice as AxisRole));
                    }}
                    data={[
                      { value: '', label: size === 1 ? 'left out' : 'choose' },
                      ...axisRoles.map((value) => ({ value, label: words[value] })),
                      { value: 'one', label: 'one index' },
                    ]}
                  />
                  {index !== undefined && (
                    <CountInput
                      label={`Index of ${name}`}
                      labelHidden
                      value={index}
                      error={isWrong ? 'no such index' : undefined}
                      onChange={choose}
                    />
                  )}
                </div>
                <Problem problems={problems} at={`dimension ${name}`} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

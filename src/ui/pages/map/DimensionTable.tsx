/** Each dimension of the chosen variables with what is known of it, and what it is. */
import { unitText } from '#/core/grid/unitText';
import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconCrop } from '@tabler/icons-react';
import { type AxisRole, axisRoles } from '#/core/grid/arrayFile';
import type { MappingProblem } from '#/core/grid/checkMapping';
import { withAxis, withRange } from '#/core/grid/editMapping';
import type { ArrayFileInfo, GridImportOptions, IndexRange } from '#/core/grid/gridSchema';
import { findVariable } from '#/core/grid/mapGrid';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { CountInput } from '#/ui/components/CountInput';
import { Problem } from '#/ui/components/grid/Problem';
import classes from './map.module.css';
import { RangeControls } from './RangeControls';

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
  const { axes, fixed, ranges, variables } = options.mapping;
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
          const range = ranges && Object.hasOwn(ranges, name) ? ranges[name] : undefined;
          const take = (part: IndexRange | undefined) => onChange(withRange(info, options, name, part));
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className={classes.right}>{formatCount(size)}</td>
              <td>
                {known ? (
                  <>
                    {formatNumber(known.first, 6)} to {formatNumber(known.last, 6)}{' '}
                    <span className="quiet">{unitText(known.unit ?? '')}</span>
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
                  {role !== undefined && size > 1 && (
                    <ActionIcon
                      variant={range ? 'light' : 'subtle'}
                      aria-label={`Take a part of ${name}`}
                      aria-pressed={range !== undefined}
                      title={range ? 'Take all' : 'Take a part'}
                      onClick={() => take(range ? undefined : { start: 0, count: size, step: 1 })}
                    >
                      <IconCrop size={16} stroke={1.7} />
                    </ActionIcon>
                  )}
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
                {range && (
                  <RangeControls name={name} size={size} range={range} isWrong={isWrong} onChange={take} />
                )}
                <Problem problems={problems} at={`dimension ${name}`} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

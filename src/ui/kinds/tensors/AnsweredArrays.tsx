/** Arrays that a model answered: the values where they are few, what they are like where they are many. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { portText } from '#/core/onnxFile/ports';
import type { AnsweredArray } from '#/core/protocol/predict';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import classes from './tensors.module.css';

const [mostRows, mostColumns] = [20, 12];

export function AnsweredArrays({ arrays, name }: { arrays: readonly AnsweredArray[]; name: string }) {
  return (
    <>
      {arrays.map((array) => (
        <div key={array.name} className={classes.output}>
          <h3>{array.name}</h3>
          <p className={classes.port}>{portText(array)}</p>
          <Values array={array} />
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconDownload size={15} />}
        onClick={() => saveFile(`${safeFileName(name)}.json`, toText(arrays), 'application/json')}
      >
        Save as JSON
      </Button>
    </>
  );
}

function Values({ array: { name, data, shape } }: { array: AnsweredArray }) {
  if (data.length === 0) return <p className="quiet">no values</p>;
  if (data.length === 1) return <p className={classes.single}>{textOf(data[0])}</p>;
  const columns = shape.at(-1) ?? 1;
  const rows = data.length / Math.max(1, columns);
  const shown = Array.from({ length: Math.min(rows, mostRows) }, (_, row) => row);
  const across = Array.from({ length: Math.min(columns, mostColumns) }, (_, column) => column);
  // One row is easier to read downwards.
  const turned = rows === 1;
  const cell = (row: number, column: number) => textOf(data[row * columns + column]);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={`Values of ${name}`}>
        <table className={classes.values}>
          <tbody>
            {turned
              ? Array.from({ length: Math.min(columns, 100) }, (_, column) => (
                  // oxlint-disable-next-line react/no-array-index-key -- a place in an array
                  <tr key={column}>
                    <th scope="row">{column}</th>
                    <td>{cell(0, column)}</td>
                  </tr>
                ))
              : shown.map((row) => (
                  <tr key={row}>
                    <th scope="row">{row}</th>
                    {across.map((column) => (
                      <td key={column}>{cell(row, column)}</td>
                    ))}
                  </tr>
                ))}
          </tbody>
        </table>
      </div>
      <p className={classes.port}>{summary(data, turned ? 100 : shown.length * across.length)}</p>
    </>
  );
}

function summary(data: AnsweredArray['data'], shown: number): string {
  const left =
    data.length > shown ? `the first ${formatCount(shown)} of ${formatCount(data.length)} values` : '';
  if (Array.isArray(data)) return left;
  let [least, most, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of data) {
    const number = Number(value);
    least = Math.min(least, number);
    most = Math.max(most, number);
    sum += number;
  }
  const range = `${formatNumber(least)} to ${formatNumber(most)}, mean ${formatNumber(sum / data.length)}`;
  return left ? `${left}; ${range}` : range;
}

const textOf = (value: unknown): string =>
  typeof value === 'number' ? formatNumber(value, 6) : String(value);

function toText(arrays: readonly AnsweredArray[]): string {
  const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  return JSON.stringify(
    arrays.map(({ name, dtype, shape, data }) => ({
      name,
      dtype,
      shape,
      data: Array.from<unknown>(data as ArrayLike<unknown>).map(plain),
    })),
  );
}

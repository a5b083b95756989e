/** Samples of the training that are like the one that is explained, or that led to its answer: how near, what they are, and what the model says of them. */
import { useMemo } from 'react';
import { kindOf } from '#/core/kinds/registry';
import type { Neighbours } from '#/core/explain/attribution';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { usePictures } from '#/ui/components/usePictures';
import { givenText } from '#/ui/components/explain/valueFormat';
import type { AttributionViewProps } from './attributionViews';
import classes from './words.module.css';

type Row = Neighbours['samples'][number] & { distance: number };

export function NeighboursView({ found, version, of }: AttributionViewProps<Neighbours>) {
  const { samples, values, names, space, rows: asked, moves } = found;
  const rows = useMemo(
    () => samples.map((sample, i) => ({ ...sample, distance: values[i] as number })),
    [samples, values],
  );
  const isImage = kindOf(version.input).picture !== undefined;
  const pictures = usePictures(
    of.datasetVersionId,
    useMemo(() => (isImage ? samples.map(({ row }) => row) : []), [isImage, samples]),
  );
  const columns = useMemo(() => columnsOf(names, version, moves), [names, version, moves]);
  const answers = new Set(samples.map(({ answer }) => answer));
  return (
    <>
      {pictures.length > 0 && (
        <ul className={classes.pictures}>
          {pictures.map((url, i) => (
            <li key={samples[i]?.row}>
              <img src={url} alt={`Sample ${samples[i]?.row}: ${samples[i]?.truth}`} />
              <span>
                {samples[i]?.truth}, {formatNumber(values[i] as number, 3)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <DataTable
        label={moves ? 'Samples that led to this' : 'Samples like this one'}
        columns={columns}
        rows={rows}
        rowKey={({ row }) => String(row)}
        initialSort={{ columnId: 'distance', descending: moves === true }}
        rowHeight={32}
        maxHeight={480}
      />
      <p className="quiet">
        Of {formatCount(asked)} samples that the model learnt from,{' '}
        {moves ? 'those that count most, by' : 'the nearest by'} {space}.
        {moves && ' A sample that lowers the answer though it is much like this one may have a wrong label.'}
        {!moves &&
          answers.size > 1 &&
          ' The model does not answer all of them the same: this answer lies near a border.'}
      </p>
    </>
  );
}

const columnsOf = (
  names: readonly string[],
  version: AttributionViewProps['version'],
  moves: true | undefined,
): DataColumn<Row>[] => {
  const all: DataColumn<Row>[] = [
    {
      id: 'row',
      header: 'Sample',
      width: 'minmax(72px, 88px)',
      align: 'right',
      sortValue: ({ row }) => row,
      render: ({ row }) => row,
    },
    {
      id: 'distance',
      header: moves ? 'Raises it by' : 'Distance',
      width: 'minmax(80px, 104px)',
      align: 'right',
      sortValue: ({ distance }) => distance,
      render: ({ distance }) => formatNumber(distance, 3),
    },
    {
      id: 'truth',
      header: 'Known answer',
      width: 'minmax(96px, 1fr)',
      sortValue: ({ truth }) => truth,
      render: ({ truth }) => truth,
    },
    {
      id: 'answer',
      header: 'The model says',
      width: 'minmax(112px, 1fr)',
      sortValue: ({ answer }) => answer,
      render: ({ answer }) => answer,
    },
    {
      id: 'cells',
      header: 'Values',
      width: 'minmax(160px, 4fr)',
      sortValue: ({ cells }) => cells.join(' '),
      render: ({ cells }) => {
        const text = cells.map((cell, i) => givenText(version, names[i] ?? '', cell)).join(', ');
        return (
          <span className="clip" title={text}>
            {text}
          </span>
        );
      },
    },
  ];
  return all.slice(0, names.length > 0 ? 5 : 4);
};

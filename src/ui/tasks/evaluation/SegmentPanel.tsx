/** Where the model is worse than elsewhere: its error over the values of one feature. */
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import type { Column } from '#/core/protocol/dataset';
import type { Run } from '#/core/protocol/model';
import { quantileOfSorted } from '#/core/stats/quantile';
import type { Segment } from '#/core/stats/segments';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import classes from './evaluation.module.css';
import { useSegments } from './useSegments';

interface SegmentRow extends Segment {
  error: number;
  median: number;
}

export interface SegmentPanelProps {
  run: Run;
  rows: Uint32Array;
  /** Per place in the validation predictions: absolute error, or 1 where wrong. */
  errors: Float64Array;
  errorName: string;
  isShare?: boolean;
  onOpen: (title: string, members: readonly number[]) => void;
}

export function SegmentPanel({ run, rows, errors, errorName, isShare = false, onOpen }: SegmentPanelProps) {
  const { fields, field, choose, segments: found, failure } = useSegments(run, rows, likelyFeature);
  const segments = useMemo(() => (found ? toRows(found, errors) : []), [found, errors]);
  const columns = useMemo(() => columnsOf(segments, errorName, isShare), [segments, errorName, isShare]);
  return (
    <Panel
      title="Error by segment"
      actions={
        fields.length > 0 && (
          <Select
            aria-label="Feature"
            w={200}
            searchable
            allowDeselect={false}
            data={fields.map(({ name }, index) => ({ value: String(index), label: name }))}
            value={String(field ? fields.indexOf(field) : 0)}
            onChange={(value) => choose(fields[Number(value)]?.name)}
          />
        )
      }
    >
      {failure === undefined ? (
        <DataTable
          label={`${errorName} by ${field?.name ?? 'segment'}`}
          columns={columns}
          rows={segments}
          rowKey={({ kind, label }) => `${kind} ${label}`}
          rowHeight={32}
          maxHeight={420}
          onOpen={({ label, members }) => onOpen(`${field?.name} is ${label}`, members)}
          empty={found ? 'No rows' : 'Reading the values'}
        />
      ) : (
        <p className={classes.warning}>The feature cannot be read: {errorInfoOf(failure).message}</p>
      )}
    </Panel>
  );
}

const likelyFeature = (fields: readonly Column[]) =>
  fields.find(({ type, role }) => role === 'feature' && type !== 'id' && type !== 'text');

const toRows = (found: readonly Segment[], errors: Float64Array): SegmentRow[] =>
  found.map((segment) => {
    const own = Float64Array.from(segment.members, (place) => errors[place] as number).sort();
    return {
      ...segment,
      error: own.reduce((sum, value) => sum + value, 0) / own.length,
      median: quantileOfSorted(own, 0.5),
    };
  });

function columnsOf(
  segments: readonly SegmentRow[],
  errorName: string,
  isShare: boolean,
): DataColumn<SegmentRow>[] {
  const highest = Math.max(...segments.map(({ error }) => error), Number.MIN_VALUE);
  const text = (value: number) => (isShare ? `${(value * 100).toFixed(1)} %` : formatNumber(value));
  return [
    {
      id: 'label',
      header: 'Segment',
      width: 'minmax(120px, 2fr)',
      render: ({ label, kind }) => (
        <span className={kind === 'value' || kind === 'range' ? 'clip' : 'clip quiet'} title={label}>
          {label || '(empty)'}
        </span>
      ),
    },
    {
      id: 'rows',
      header: 'Rows',
      width: 'minmax(64px, 1fr)',
      align: 'right',
      render: ({ members }) => formatCount(members.length),
      sortValue: ({ members }) => members.length,
    },
    {
      id: 'error',
      header: errorName,
      width: 'minmax(96px, 1fr)',
      align: 'right',
      render: ({ error }) => text(error),
      sortValue: ({ error }) => error,
    },
    {
      id: 'bar',
      header: 'Compared',
      headerHidden: true,
      width: 'minmax(80px, 3fr)',
      render: ({ error }) => (
        <span
          className={classes.bar}
          style={{ width: `${(error / highest) * 100}%`, visibility: error === 0 ? 'hidden' : undefined }}
        />
      ),
    },
    ...(isShare
      ? []
      : [
          {
            id: 'median',
            header: 'Median',
            width: 'minmax(88px, 1fr)',
            align: 'right' as const,
            wideOnly: true,
            render: ({ median }: SegmentRow) => text(median),
            sortValue: ({ median }: SegmentRow) => median,
          },
        ]),
  ];
}

/** The convolutions of this studio, timed on the visitor's own device. */
import { Button, Switch } from '@mantine/core';
import { useRef, useState } from 'react';
import { run } from '#/app/run';
import { type BenchedPass, type ConvMeasurement, convShapes } from '#/core/bench/convShapes';
import { BackendList } from '../../components/BackendList';
import { type DataColumn, DataTable } from '../../components/DataTable';
import { toDelimited } from '../../components/delimited';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNote } from '../../components/ErrorNote';
import { PageHeader } from '../../components/PageHeader';
import { Panel } from '../../components/Panel';
import { saveFile } from '../../components/saveFile';

type Row = ConvMeasurement & { shape: string };

const passNames: Record<BenchedPass, string> = {
  forward: 'Forward',
  backwardInput: 'Gradient to the input',
  backwardWeights: 'Gradient to the weights',
};

const columns: DataColumn<Row>[] = [
  { id: 'shape', header: 'Shape', width: 'minmax(200px, 2fr)', render: ({ shape }) => shape },
  {
    id: 'pass',
    header: 'Pass',
    width: 'minmax(150px, 1.5fr)',
    render: ({ pass }) => passNames[pass],
  },
  number('ms', 'ms', ({ ms }) => ms, 2),
  number('gflops', 'GFLOP/s', ({ gflops }) => gflops, 1),
  number('limit', 'Of the limit', shareOfLimit, 2),
  number('tfjs', 'tfjs conv3d, ms', ({ tfjsMs }) => tfjsMs, 1, true),
  number('ratio', 'Times faster', timesFaster, 1, true),
];

function number(
  id: string,
  header: string,
  valueOf: (row: Row) => number | undefined,
  digits: number,
  wideOnly = false,
): DataColumn<Row> {
  return {
    id,
    header,
    width: 'minmax(90px, 1fr)',
    align: 'right',
    wideOnly,
    render: (row) => valueOf(row)?.toFixed(digits) ?? '–',
    sortValue: valueOf,
  };
}

function shareOfLimit({ gflops, limitGflops }: Row): number {
  return gflops / limitGflops;
}

function timesFaster({ ms, tfjsMs }: Row): number | undefined {
  return tfjsMs === undefined ? undefined : tfjsMs / ms;
}

export default function BenchPage() {
  const [rows, setRows] = useState<Row[]>([]);
  const [measuring, setMeasuring] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [peer, setPeer] = useState(false);
  const isStopped = useRef(false);

  const measure = async () => {
    setRows([]);
    setError(undefined);
    isStopped.current = false;
    try {
      for (const { id, title } of convShapes) {
        if (isStopped.current) break;
        setMeasuring(title);
        const measured = await run('engine.benchmark', { shape: id, peer });
        setRows((before) => [...before, ...measured.map((row) => ({ ...row, shape: title }))]);
      }
    } catch (thrown) {
      setError(thrown);
    } finally {
      setMeasuring(undefined);
    }
  };
  const save = () =>
    saveFile(
      'convolutions.csv',
      toDelimited([
        ['shape', 'pass', 'ms', 'gflops', 'limitGflops', 'tfjsMs'],
        ...rows.map((row) => [row.shape, row.pass, row.ms, row.gflops, row.limitGflops, row.tfjsMs ?? null]),
      ]),
      'text/csv',
    );

  return (
    <>
      <PageHeader
        title="Measure this device"
        note="Convolutions over time and space, kernel 3 in every axis, against what the device can do at most."
        actions={
          <>
            <Switch
              label="tfjs beside it"
              checked={peer}
              disabled={measuring !== undefined}
              onChange={(event) => setPeer(event.currentTarget.checked)}
            />
            {rows.length > 0 && measuring === undefined && (
              <Button variant="default" onClick={save}>
                Save CSV
              </Button>
            )}
            {measuring === undefined ? (
              <Button onClick={measure}>Measure</Button>
            ) : (
              <Button variant="default" onClick={() => (isStopped.current = true)}>
                Stop after this shape
              </Button>
            )}
          </>
        }
      />
      {measuring !== undefined && <p role="status">Measuring {measuring} …</p>}
      {error !== undefined && <ErrorNote error={error} />}
      {rows.length > 0 ? (
        <DataTable
          label="Convolutions on this device"
          columns={columns}
          rows={rows}
          rowKey={({ shape, pass }) => `${shape} ${pass}`}
        />
      ) : (
        measuring === undefined &&
        error === undefined && (
          <EmptyState title="Nothing measured yet">
            Six shapes, three passes each; a few seconds on a graphics card, a minute in software. The limit
            is a loop of nothing but multiply-adds, timed beside every pass. Nothing leaves this machine.
          </EmptyState>
        )
      )}
      <Panel title="Backends of this machine">
        <BackendList />
      </Panel>
    </>
  );
}

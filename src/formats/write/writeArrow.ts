/** Arrow as a stream: the schema once, a record batch for each chunk. */
import {
  bool,
  columnFromArray,
  float64,
  int64,
  tableFromColumns,
  tableToIPC,
  TimeUnit,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import { type ColumnForm, formsOf, valuesOf } from './columnForms';
import type { TableWriter } from './tableWriter';

const end = new Uint8Array([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

const typeOf = (form: ColumnForm) => {
  switch (form) {
    case 'double':
      return float64();
    case 'whole':
      return int64();
    case 'truth':
      return bool();
    case 'instant':
      return timestamp(TimeUnit.MILLISECOND, 'UTC');
    default:
      return utf8();
  }
};

export const arrowWriter: TableWriter = {
  title: 'Arrow',
  ending: 'arrows',
  async *pieces(table) {
    const { columns, batches } = table;
    const forms = await formsOf(table);
    let isFirst = true;
    for await (const batch of batches()) {
      const parts = columns.map(({ name, type }, i): [string, ReturnType<typeof columnFromArray>] => {
        const form = forms[i] as ColumnForm;
        const column = batch.columns[i];
        return [name, columnFromArray(column ? valuesOf(column, form, type) : [], typeOf(form))];
      });
      const bytes = tableToIPC(tableFromColumns(parts), { format: 'stream' });
      if (!bytes) continue;
      yield bytes.subarray(isFirst ? 0 : schemaBytes(bytes), bytes.length - endBytes(bytes));
      isFirst = false;
    }
    yield end;
  },
};

/** The first message, which has no body. */
const schemaBytes = (bytes: Uint8Array): number =>
  8 + new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getInt32(4, true);

const endBytes = (bytes: Uint8Array): number =>
  bytes.subarray(-8).every((byte, i) => byte === end[i]) ? 8 : 0;

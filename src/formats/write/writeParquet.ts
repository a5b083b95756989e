/** Parquet, a row group for each chunk, packed with Snappy. */
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { type ColumnForm, formsOf, valuesOf } from './columnForms';
import type { TableWriter } from './tableWriter';

const types = {
  double: 'DOUBLE',
  whole: 'INT64',
  truth: 'BOOLEAN',
  instant: 'TIMESTAMP',
  text: 'STRING',
} as const;

export const parquetWriter: TableWriter = {
  title: 'Parquet',
  ending: 'parquet',
  async *pieces(table) {
    const { columns, batches } = table;
    const forms = await formsOf(table);
    const writer = new ByteWriter(1024 * 1024);
    const take = (): Uint8Array => {
      const bytes = writer.getBytes().slice();
      writer.index = 0;
      return bytes;
    };
    const typeOf = (i: number) => types[forms[i] as ColumnForm];
    const schema = schemaFromColumnData({
      columnData: columns.map(({ name }, i) => ({ name, data: [], type: typeOf(i), nullable: true })),
    });
    const parquet = new ParquetWriter({ writer, schema, createdBy: 'Tetrad' });
    for await (const batch of batches()) {
      const columnData = columns.map(({ name, type }, i) => {
        const column = batch.columns[i];
        return {
          name,
          data: column ? valuesOf(column, forms[i] as ColumnForm, type) : [],
          type: typeOf(i),
          nullable: true,
        };
      });
      await parquet.write({ columnData, rowGroupSize: Math.max(1, batch.rows) });
      yield take();
    }
    await parquet.finish();
    yield take();
  },
};

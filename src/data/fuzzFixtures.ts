/** For each format, files that between them use all of its reader. */
export const fuzzFixtures = {
  Parquet: [
    'polars-zstd.parquet',
    'polars-gzip.parquet',
    'polars-uncompressed.parquet',
    'rust-delta-v2.parquet',
    'rust-delta-length.parquet',
    'rust-split-streams.parquet',
    'rust-dictionary-v2.parquet',
    'rust-small-groups.parquet',
    'rust-nested.parquet',
    'polars-decimals.parquet',
  ],
  Arrow: [
    'polars-uncompressed.arrow',
    'polars-lz4.arrow',
    'polars-zstd.arrow',
    'apache-nested.arrow',
    'apache-dictionary.arrow',
    'apache-plain.arrows',
  ],
  Excel: ['openpyxl-sheets.xlsx', 'xlsxwriter-formats.xlsx', 'pandas-plain.xlsx'],
  OpenDocument: ['odfpy-sheets.ods', 'odfpy-repeated.ods'],
  SQLite: ['sqlite-plain.sqlite', 'sqlite-tables.db', 'sqlite-utf16.sqlite3'],
} as const;

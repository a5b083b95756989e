/** A text whose words are coloured by what they add to the answer, and all of them as a table. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type CSSProperties, useMemo } from 'react';
import type { Words } from '#/core/explain/attribution';
import { formatNumber } from '#/ui/charts/formatNumber';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import type { AttributionViewProps } from './attributionViews';
import classes from './words.module.css';
import explain from './explain.module.css';

export function WordsView({ found, fileName }: AttributionViewProps<Words>) {
  const { words, values, measure } = found;
  const rows = useMemo(
    () => words.map(({ text }, place) => ({ place, text, value: values[place] as number })),
    [words, values],
  );
  const columns = useMemo(() => columnsOf(measure), [measure]);
  const most = Math.max(...Array.from(values, Math.abs), Number.MIN_VALUE);
  return (
    <>
      <div className={explain.split}>
        <p className={classes.text} aria-label="The text that was explained">
          {rows.map(({ place, text, value }) => (
            <span key={place}>
              {words[place]?.before}
              <mark
                data-less={value < 0 || undefined}
                style={{ '--depth': Math.abs(value) / most } as CSSProperties}
                title={`${text}: ${formatNumber(value)}`}
              >
                {text}
              </mark>
            </span>
          ))}
        </p>
        <DataTable
          label="Words"
          columns={columns}
          rows={rows}
          rowKey={({ place }) => String(place)}
          initialSort={{ columnId: 'value', descending: true }}
          rowHeight={32}
          maxHeight={420}
        />
      </div>
      <div className={explain.head}>
        <p className="quiet">
          Orange words speak for the answer, blue ones (underlined with dots) against it; the deeper, the
          further.
        </p>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() =>
            saveFile(
              `${safeFileName(fileName)}-words.csv`,
              toDelimited([
                ['place', 'word', measure],
                ...rows.map(({ place, text, value }) => [place, text, value]),
              ]),
              'text/csv',
            )
          }
        >
          Save as CSV
        </Button>
      </div>
    </>
  );
}

interface WordRow {
  place: number;
  text: string;
  value: number;
}

/** A longer one would be cut; the chart has it. */
const mostLetters = 16;

const columnsOf = (measure: string): DataColumn<WordRow>[] => [
  {
    id: 'place',
    header: 'Place',
    width: 'minmax(56px, 72px)',
    align: 'right',
    sortValue: ({ place }) => place,
    render: ({ place }) => place + 1,
  },
  {
    id: 'text',
    header: 'Word',
    width: 'minmax(96px, 2fr)',
    sortValue: ({ text }) => text,
    render: ({ text }) => (
      <span className="clip" title={text}>
        {text}
      </span>
    ),
  },
  {
    id: 'value',
    header: measure.length > mostLetters ? 'Value' : measure,
    width: 'minmax(112px, 1fr)',
    align: 'right',
    sortValue: ({ value }) => value,
    render: ({ value }) => formatNumber(value, 3),
  },
];

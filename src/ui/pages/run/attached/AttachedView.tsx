/** One attached file as it is looked at. */
import { useCallback, useMemo, useState } from 'react';
import { shownAs } from '#/core/runs/attachments';
import { DataTable } from '#/ui/components/DataTable';
import { splitCells } from '#/ui/components/splitCells';
import classes from './attached.module.css';
import { safePage } from './safePage';
import { useText } from './useAttached';

/** More is for other programs. */
const mostRows = 5_000;
const mostColumns = 50;
const mostCharacters = 200_000;

export function AttachedView({ file, name }: { file: File; name: string }) {
  switch (shownAs(file.type)) {
    case 'image':
      return <Picture file={file} name={name} />;
    case 'table':
      return <Table file={file} name={name} />;
    case 'page':
      return <Page file={file} name={name} />;
    case 'text':
      return <Text file={file} name={name} />;
  }
}

function Picture({ file, name }: { file: File; name: string }) {
  const [broken, setBroken] = useState<File>();
  const show = useCallback(
    (image: HTMLImageElement | null) => {
      const url = URL.createObjectURL(file);
      if (image) image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [file],
  );
  if (broken === file) return <p className="quiet">This is no image that the browser can show.</p>;
  return <img className={classes.picture} ref={show} alt={name} onError={() => setBroken(file)} />;
}

function Table({ file, name }: { file: File; name: string }) {
  const text = useText(file);
  const { header = [], rows = [] } = useMemo(() => {
    if (text === undefined) return {};
    const [first, ...others] = splitCells(text, file.type.includes('tab') ? '\t' : ',').map(
      ({ cells }) => cells,
    );
    return { header: first, rows: others.map((cells, number) => ({ cells, number })) };
  }, [text, file]);
  const columns = useMemo(
    () =>
      header.slice(0, mostColumns).map((title, at) => ({
        id: String(at),
        header: title || `Column ${at + 1}`,
        sortValue: ({ cells }: Row) => sortable(cells[at]),
        render: ({ cells }: Row) => <span className="clip">{cells[at]}</span>,
      })),
    [header],
  );
  if (text === undefined) return null;
  return (
    <>
      <DataTable
        label={name}
        columns={columns}
        rows={rows.slice(0, mostRows)}
        rowKey={({ number }) => String(number)}
        maxHeight={420}
        empty="It has no rows."
      />
      {(rows.length > mostRows || header.length > mostColumns) && (
        <p className="quiet">
          {rows.length.toLocaleString('en')} rows and {header.length.toLocaleString('en')} columns; the first
          are shown. The saved file has all.
        </p>
      )}
    </>
  );
}

interface Row {
  cells: string[];
  number: number;
}

const sortable = (cell: string | undefined): number | string | undefined =>
  cell === undefined || cell === '' ? undefined : Number.isNaN(Number(cell)) ? cell : Number(cell);

function Page({ file, name }: { file: File; name: string }) {
  const text = useText(file);
  const page = useMemo(() => (text === undefined ? undefined : safePage(text)), [text]);
  return (
    <>
      {page !== undefined && <iframe className={classes.page} title={name} sandbox="" srcDoc={page} />}
      <p className="quiet">Shown without its scripts and styles. Save it to see all of it.</p>
    </>
  );
}

function Text({ file, name }: { file: File; name: string }) {
  const text = useText(file);
  if (text === undefined) return null;
  const shown = file.type === 'application/json' ? indented(text) : text;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre className={classes.text} tabIndex={0} role="region" aria-label={name}>
        {shown.slice(0, mostCharacters)}
      </pre>
      {shown.length > mostCharacters && <p className="quiet">The beginning. The saved file has all.</p>}
    </>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

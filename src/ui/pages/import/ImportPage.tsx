/** How dropped tables, or the file of a stored one, are read; Enter takes what is shown. */
import { IconTableImport } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { run } from '#/app/run';
import { type DroppedTables, droppedTablesStore } from '#/app/stores/droppedTables';
import { attempt } from '#/ui/attempt';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { useTitle } from '#/ui/router/useTitle';
import { ImportSession } from './importSession';
import { importTables, sessionDeps } from './importTables';
import { ImportView } from './ImportView';
import { RereadPage } from './RereadPage';

export default function ImportPage() {
  const { version } = useSearch({ from: '/import' });
  const dropped = useStore(droppedTablesStore, (state) => state.dropped);
  const [first] = dropped?.files ?? [];
  useTitle(version === undefined ? first?.name : undefined);
  if (version !== undefined) return <RereadPage key={version} versionId={version} />;
  if (!dropped)
    return (
      <EmptyState
        icon={<IconTableImport size={40} stroke={1.25} />}
        heading="h1"
        title="No file is waiting to be imported"
        action={<ButtonLink to="/">Go to Data</ButtonLink>}
      >
        A dropped file lives in the page only. Drop it again: CSV, TSV, JSON, JSON Lines, ARFF, Parquet,
        Arrow, Excel, OpenDocument or SQLite.
      </EmptyState>
    );
  const session = sessionFor(dropped);
  return <Dropped key={session.id} session={session} />;
}

/** What was chosen outlives the page, until the files are imported or others are dropped. */
let current: { key: string; session: ImportSession } | undefined;

function sessionFor({ key, files }: DroppedTables): ImportSession {
  if (current?.key === key) return current.session;
  const again = current && replacement(current.session, files);
  if (current && again) {
    current.session.replace(again.index, again.file);
    current = { key, session: current.session };
  } else current = { key, session: new ImportSession(files, sessionDeps) };
  return current.session;
}

/** The same file dropped once more, because it had changed: it takes its old place. */
function replacement(session: ImportSession, [file, ...more]: readonly File[]) {
  const index = session.store
    .getState()
    .tables.findIndex(({ problem, file: old }) => problem?.isGone && old.name === file?.name);
  return file && more.length === 0 && index >= 0 ? { index, file } : undefined;
}

function letGo() {
  current = undefined;
  droppedTablesStore.setState({ dropped: undefined });
}

function Dropped({ session }: { session: ImportSession }) {
  const navigate = useNavigate();
  const isNoTable = useStore(session.store, ({ tables }) => tables.every((table) => table.isNoTable));
  useEffect(() => {
    if (!isNoTable) return;
    // The import says what it is instead.
    const work = async () => {
      const files = session.store.getState().tables.map(({ file }) => file);
      const { datasetId } = await run('datasets.import', { files });
      await navigate({ to: '/data/$datasetId', params: { datasetId }, replace: true });
      letGo();
    };
    attempt('The import could not start', work());
  }, [isNoTable, session, navigate]);
  if (isNoTable) return null;
  return (
    <ImportView
      session={session}
      note="Check how it is read; Enter imports."
      verb="Import"
      offersKinds
      joins
      onTake={async (tables, asOne) => {
        const datasetId = await importTables(tables, asOne);
        await navigate({ to: '/data/$datasetId', params: { datasetId } });
        letGo();
      }}
      onCancel={async () => {
        await navigate({ to: '/' });
        letGo();
      }}
    />
  );
}

/** How files are read before they are imported: what is open, the first rows, and every part of the reading. */
import { Button, Checkbox } from '@mantine/core';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { formatCount } from '#/ui/charts/formatNumber';
import { BytesText } from '#/ui/components/BytesText';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { useAttempt } from '#/ui/useAttempt';
import { choicesText } from '#/ui/components/reading/words';
import {
  columnOptionsOf,
  isNothing,
  withChoice,
  withoutColumn,
  type Place,
} from '#/ui/components/reading/chosenOptions';
import { ColumnControls } from './ColumnControls';
import { FileControls } from './FileControls';
import { FileTabs } from './FileTabs';
import classes from './import.module.css';
import { areOfOneShape } from './importTables';
import { goneError, type ImportSession, type TableState } from './importSession';
import { Noticed } from './Noticed';
import { PreviewGrid } from './PreviewGrid';
import { isAnswered, questionsOf, shownQuestions, withAnswer } from '#/ui/components/reading/questions';
import { Questions } from './Questions';
import { ReadAs } from './ReadAs';
import { Unreadable } from './Unreadable';
import { useImportKeys } from './useImportKeys';

export function ImportView({
  session,
  title,
  note,
  verb,
  offersKinds = false,
  joins = false,
  onTake,
  onCancel,
}: {
  session: ImportSession;
  title?: string;
  /** What Enter does. */
  note: ReactNode;
  /** Import, Read again. */
  verb: string;
  /** Whether the table may become another kind of data. */
  offersKinds?: boolean;
  /** Files of one shape may become one dataset. */
  joins?: boolean;
  onTake: (tables: TableState[], asOne: boolean) => Promise<void>;
  onCancel: () => void;
}) {
  const { tables, active } = useStore(session.store);
  const [column, setColumn] = useState<string>();
  const [wantsOne, setWantsOne] = useState(false);
  const { busy, error, attemptIt } = useAttempt();
  const page = useRef<HTMLDivElement>(null);
  const table = tables[active] as TableState;
  const { options, shown, asked, problem, file, isReading, remembered } = table;
  const preview = shown?.preview;
  const questions = useMemo(
    () => shownQuestions(asked, questionsOf(preview?.reading.ambiguities ?? []), options),
    [asked, preview, options],
  );
  const open = questions.filter((question) => !isAnswered(options, question)).length;
  const isReady = preview !== undefined && !isReading && !problem;
  const side = useRef<HTMLElement>(null);

  const change = (place: Place, value: unknown) =>
    session.change(active, withChoice(options, place, value), place);
  const showColumn = (name: string | undefined) => {
    setColumn(name);
    if (name !== undefined)
      requestAnimationFrame(() => side.current?.querySelector<HTMLElement>('input:checked')?.focus());
  };
  const closeColumn = useCallback(() => {
    setColumn(undefined);
    page.current?.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus();
  }, []);
  useImportKeys(page, isReady, `${table.key} ${open}`);

  const take = () =>
    attemptIt(async () => {
      await session.settled();
      const now = session.store.getState().tables;
      const failed = now.findIndex((one) => one.problem);
      if (failed >= 0) return session.show(failed);
      for (const [i, one] of now.entries()) {
        const gone = await goneError(one.file);
        if (gone) return session.fail(i, gone, true);
      }
      const taken = now.filter(({ isNoTable }) => !isNoTable);
      await onTake(taken, wantsOne && areOfOneShape(taken));
    });
  const isColumnThere = column !== undefined && preview?.columns.some(({ name }) => name === column);
  // Only the controls of the file, or of one column, are in view.
  const isToldBeside =
    problem?.at !== undefined &&
    !problem.isGone &&
    problem.at.column === (isColumnThere ? column : undefined);
  const usable = tables.filter(({ isNoTable }) => !isNoTable);
  const importable = usable.length;
  const canJoin = joins && areOfOneShape(usable);

  return (
    <div ref={page} className={classes.page}>
      <PageHeader title={title ?? file.name} note={preview ? factsOf(table, note) : note} />
      <FileTabs
        tables={tables}
        active={active}
        onShow={(index) => {
          setColumn(undefined);
          session.show(index);
        }}
      />
      {remembered && (
        <div className={classes.remembered} role="status">
          <span>
            Read as you read {remembered.fileName} before: {choicesText(remembered.options)}.
          </span>
          <Button size="compact-sm" variant="default" onClick={() => session.change(active, {})}>
            Read it afresh
          </Button>
        </div>
      )}
      <Questions
        key={table.key}
        questions={questions}
        options={options}
        onAnswer={(question, value) =>
          session.change(active, withAnswer(options, question, value), {
            option: question.option,
            column: question.columns[0],
          } as Place)
        }
      />
      <div className={classes.layout}>
        <div className={classes.main}>
          {(problem && !isToldBeside) || table.isNoTable ? (
            <Unreadable table={table} onFile={(next) => session.replace(active, next)} />
          ) : null}
          {preview ? (
            <PreviewGrid
              key={table.key}
              preview={preview}
              isOld={isReading}
              isRefused={problem !== undefined}
              chosen={column}
              marks={marksOf(table)}
              onColumn={(name) => showColumn(name === column ? undefined : name)}
            />
          ) : (
            isReading && (
              <div
                className={classes.waiting}
                role="status"
                aria-busy="true"
                aria-label={`Reading ${file.name}`}
              />
            )
          )}
        </div>
        <div className={classes.below}>{preview && <Noticed issues={preview.issues} />}</div>
        <aside
          ref={side}
          className={classes.side}
          aria-label={isColumnThere ? `How ${column} is read` : 'How the file is read'}
        >
          {isColumnThere ? (
            <ColumnControls
              key={column}
              table={table}
              column={column as string}
              onChange={(option, value) => change({ option, column: column as string }, value)}
              onPutBack={() => session.change(active, withoutColumn(options, column as string))}
              onClose={closeColumn}
            />
          ) : preview || problem ? (
            <>
              {offersKinds && preview && (
                <ReadAs preview={preview} choice={table.as} onChange={(as) => session.readAs(active, as)} />
              )}
              <div className={classes.sideHead}>
                <h2>How it is read</h2>
                {!isNothing(options) && (
                  <Button size="compact-xs" variant="subtle" onClick={() => session.change(active, {})}>
                    Put all back
                  </Button>
                )}
              </div>
              <FileControls table={table} onChange={(option, value) => change({ option }, value)} />
            </>
          ) : null}
        </aside>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <div className={classes.bar}>
        <span className={classes.barNote} role="status">
          {statusOf(table, open)}
        </span>
        {canJoin && (
          <Checkbox
            size="xs"
            label="As one dataset, with a column that says the file"
            checked={wantsOne}
            onChange={(event) => setWantsOne(event.currentTarget.checked)}
          />
        )}
        <Button variant="default" size="sm" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          size="sm"
          data-take
          loading={busy}
          disabled={importable === 0 || problem !== undefined || !preview}
          onClick={take}
        >
          {verb}
          {importable > 1 && ` all ${formatCount(importable)}`}
          {open > 0 && ' as shown'}
        </Button>
      </div>
    </div>
  );
}

function factsOf({ shown, file, fresh }: TableState, note: ReactNode): ReactNode {
  const preview = shown?.preview ?? fresh;
  if (!preview) return note;
  const rows = formatCount(preview.rowsRead);
  return (
    <>
      {preview.formatTitle}, <BytesText value={file.size} />,{' '}
      {preview.isWhole ? `${rows} rows` : `the first ${rows} rows looked at`},{' '}
      {formatCount(preview.columns.length)} columns. {note}
    </>
  );
}

function statusOf({ isReading, problem, shown, isNoTable, file }: TableState, open: number): string {
  if (isReading) return shown ? 'Reading again' : `Reading ${file.name}`;
  if (problem) return 'Put it right, or put it back';
  if (isNoTable || !shown) return 'No table';
  if (open > 0) return open === 1 ? 'One thing is a guess' : `${formatCount(open)} things are a guess`;
  return shown.preview.isWhole ? 'Read to the end' : 'The import reads on to the end';
}

function marksOf({ shown, options }: TableState): Map<string, 'open' | 'said'> {
  const marks = new Map<string, 'open' | 'said'>();
  for (const { column } of shown?.preview.reading.ambiguities ?? [])
    if (column !== undefined) marks.set(column, 'open');
  for (const name of Object.keys(options.columns ?? {}))
    if (!marks.has(name) && Object.keys(columnOptionsOf(options, name)).length > 0) marks.set(name, 'said');
  return marks;
}

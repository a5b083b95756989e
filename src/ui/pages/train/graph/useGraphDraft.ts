/** The draft that is edited, with what was before; every change goes up at once. */
import { useMemo, useState } from 'react';
import { type ArchDraft, archDraft } from '#/core/arch/draft/archDraft';
import { type History, record, redo, startHistory, undo } from '#/core/arch/draft/history';
import { inspectDraft } from '#/core/arch/draft/inspectDraft';
import type { SampleColumn } from '#/core/kinds/kindDef';

export interface GraphFrame {
  inputShape: readonly number[];
  /** What the last axis of a sample is made of, where that has names. */
  columns?: readonly SampleColumn[];
  outputWidth: number;
  /** Of a step, as the form has it. */
  batchSize: number;
}

export function useGraphDraft(initial: unknown, frame: GraphFrame, onChange: (draft: ArchDraft) => void) {
  const [history, setHistory] = useState<History<ArchDraft>>(() => startHistory(archDraft.parse(initial)));
  const go = (next: History<ArchDraft>) => {
    if (next === history) return;
    setHistory(next);
    onChange(next.present);
  };
  const draft = history.present;
  const report = useMemo(() => inspectDraft(draft, frame), [draft, frame]);
  return {
    draft,
    report,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    edit: (next: ArchDraft) => go(record(history, next)),
    undo: () => go(undo(history)),
    redo: () => go(redo(history)),
  };
}

export type GraphDraft = ReturnType<typeof useGraphDraft>;

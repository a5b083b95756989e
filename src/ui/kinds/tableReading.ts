/** A table may be read as another kind of data: what it looks like as that, and what can be said about it. */
import type { ComponentType } from 'react';
import type { TablePreview } from '#/core/reading/tablePreview';

export interface ReadingControls {
  preview: TablePreview;
  /** As the kind's own import options, without how the table is read. */
  options: Readonly<Record<string, unknown>>;
  onChange(options: Record<string, unknown>): void;
}

export interface TableReading {
  /** undefined: the table cannot be read so. `isLikely`: it is offered with its reason. */
  propose(preview: TablePreview): { why: string; isLikely: boolean } | undefined;
  Controls: ComponentType<ReadingControls>;
}

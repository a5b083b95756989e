/** What a person sees of a kind of data: the third part of core/kinds and engine/kinds. */
import type { ComponentType } from 'react';
import type { Dataset, DatasetKind, DatasetSchema, DatasetVersion } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';
import type { TableReading } from './tableReading';

export interface DatasetProps {
  dataset: Dataset;
  /** The one that is shown. */
  version: DatasetVersion;
  versions: { id: string; number: number; createdAt: number; rows: number; reason?: string }[];
}

export interface AskProps {
  version: ModelVersion;
  modelName: string;
}

export interface KindView {
  type: DatasetKind;
  /** Of several datasets: "Tables". */
  title: string;
  /** "300 rows × 4 columns" */
  size(version: { schema: Pick<DatasetSchema, 'kind' | 'columns' | 'data'>; rows: number }): string;
  /** The page of a dataset. */
  Dataset: ComponentType<DatasetProps>;
  /** A form for one sample, with its answer. */
  AskOne: ComponentType<Pick<AskProps, 'version'>>;
  /** Absent: it is asked one at a time. */
  AskMany?: ComponentType<AskProps>;
  /** Where a table may be read as this kind; loaded when a table is dropped. */
  asReading?(): Promise<TableReading>;
}

/** A built-in sample: what it is, a drawing of it, and a real file, made on the spot and the same every time. */
import type { DatasetKind } from '../protocol/dataset';
import type { TaskSpec } from '../protocol/train';
import type { SketchShape } from './make/sketch';

export interface SampleDef<Type extends string = string> {
  type: Type;
  name: string;
  /** What an import of the file finds it to be, and what is suggested to be learnt from it. */
  kind: DatasetKind;
  task: TaskSpec['type'];
  /** "150 rows, 5 columns". */
  size: string;
  about: string;
  /** On 100 × 64. */
  sketch: readonly SketchShape[];
  fileName: string;
  /** CSV when absent. */
  mime?: string;
  /** `load` reads a file that comes with the studio, by its path under public/. */
  make(load: (path: string) => Promise<BlobPart>): Promise<BlobPart> | BlobPart;
}

/** Keeps the type as its own, so that what names a sample is checked. */
export const defineSample = <const Type extends string>(sample: SampleDef<Type>): SampleDef<Type> => sample;

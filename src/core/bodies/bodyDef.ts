/** The contract of a model's body: what answers, and which blobs it is kept in. How it runs is engine/bodies. */
import type { BlobRef } from '../protocol/dataset';

export interface BodyDef<B = unknown> {
  type: string;
  title: string;
  blobs(spec: B): BlobRef[];
  /** What it is made of, in words, for reports. */
  describe(spec: B): string;
}

export const defineBody = <B>(body: BodyDef<B>): BodyDef => body as unknown as BodyDef;

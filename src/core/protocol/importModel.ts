/** A model that somebody else made, on its way in. */
import type { ModelVersion } from './model';

export interface ImportModelRequest {
  /** Of the file. */
  name: string;
  file: Blob;
  /** Files that were given with it, by their paths: its weights may lie in them. */
  beside: { path: string; file: Blob }[];
  /** The version whose network a file of weights is for. */
  onto?: string;
}

/** What a version of it holds; its blobs are stored, and named by nothing yet. */
export interface ImportedModel extends Pick<ModelVersion, 'body' | 'input' | 'inputs' | 'task'> {
  /** What the file says of itself. */
  description: string;
  /** Of a file that the studio wrote: what the network was built by. */
  family?: string;
  /** What to tell the person, in words. */
  remarks: string[];
}

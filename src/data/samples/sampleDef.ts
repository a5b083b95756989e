/** A built-in table or field: a real file, made on the spot and the same every time. */
export interface SampleDef {
  id: string;
  fileName: string;
  /** MIME type; CSV when absent. */
  type?: string;
  make(): Promise<BlobPart> | BlobPart;
}

/** A built-in table: a real file, made on the spot and the same every time. */
export interface SampleDef {
  id: string;
  fileName: string;
  make(): Promise<string> | string;
}

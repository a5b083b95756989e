/** What can be read from any place: a file, or one that is opened on the way. */
export interface Slices {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** What is wrong with a compressed stream, before anybody knows which file it is of. */
export class GzipFault extends Error {
  constructor(readonly kind: 'cut' | 'damaged') {
    super(kind);
  }
}

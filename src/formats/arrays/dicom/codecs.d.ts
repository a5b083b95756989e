/** What is used of the codecs, which bring no types along. */
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const make: (options: object) => Promise<{ JpegLSDecoder: new () => never }>;
  export default make;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const make: (options: object) => Promise<{ J2KDecoder: new () => never }>;
  export default make;
}
declare module '@cornerstonejs/codec-charls/decodewasm?url' {
  const url: string;
  export default url;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasm?url' {
  const url: string;
  export default url;
}

/** An image unpacked: row-major [height, width, channels], 8 bits each, without transparency. */
export interface Pixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array<ArrayBuffer>;
}

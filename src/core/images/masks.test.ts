import { expect, it } from 'vitest';
import { colourOfKey, maskCodes, maskKeys, notCounted } from './maskCodes';
import { resizeCodes } from './resizeCodes';

const rows = (codes: Uint8Array, width: number) =>
  Array.from({ length: codes.length / width }, (_, y) =>
    [...codes.subarray(y * width, (y + 1) * width)].join(''),
  );

it('keys of a mask are its values, or its colours above them', () => {
  expect([...maskKeys({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 7) })]).toEqual([0, 7]);
  const colours = maskKeys({ width: 2, height: 1, channels: 3, data: Uint8Array.of(9, 9, 9, 128, 0, 32) });
  expect([...colours]).toEqual([9, 0x1800020]);
  expect([...colours].map(colourOfKey)).toEqual([undefined, '#800020']);
});

it('what a mask writes becomes numbers of labels; what is none of them counts for nothing', () => {
  const codes = maskCodes(
    { boxes: [], keys: Uint32Array.of(0, 40, 255, 3) },
    { width: 2, height: 2 },
    { labels: ['background', 'a', 'b'], keys: [0, 3, 40] },
  );
  expect([...codes]).toEqual([0, 2, notCounted, 1]);
});

it('boxes and outlines are filled, small ones over large ones', () => {
  const large = { label: 'a', x: 1, y: 0, width: 4, height: 3 };
  const small = { label: 'b', x: 2, y: 1, width: 2, height: 2 };
  const codes = maskCodes(
    { boxes: [small, large] },
    { width: 6, height: 4 },
    { labels: ['background', 'a', 'b'] },
  );
  expect(rows(codes, 6)).toEqual(['011110', '012210', '012210', '000000']);
  const triangle = { ...large, x: 0, width: 4, height: 4, outline: [[0, 0, 4, 0, 0, 4]] };
  const filled = maskCodes({ boxes: [triangle] }, { width: 4, height: 4 }, { labels: ['background', 'a'] });
  expect(rows(filled, 4)).toEqual(['1110', '1100', '1000', '0000']);
});

it('numbers of labels are made smaller and larger without any between, and edges that are added are of none', () => {
  const codes = Uint8Array.of(0, 0, 5, 5, 0, 0, 5, 5);
  const half = new Uint8Array(2);
  resizeCodes(codes, { width: 4, height: 2 }, { width: 2, height: 1, channels: 1, fit: 'stretch' }, half);
  expect([...half]).toEqual([0, 5]);
  const padded = new Uint8Array(16);
  resizeCodes(codes, { width: 4, height: 2 }, { width: 4, height: 4, channels: 1, fit: 'pad' }, padded);
  expect([...padded.subarray(0, 4)]).toEqual(Array(4).fill(notCounted));
  expect([...padded.subarray(4, 12)]).toEqual([...codes]);
});

/** What is told of a study, what is refused, and that nothing of a person is kept. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { folderBundle } from '../../bundle/fileBundle';
import { decodePng } from '../../images/png';
import { dicomAsPng } from '../../images/dicomImage';
import { recogniseFile } from '../../recogniseFile';
import { arraysForTest } from '../arraysForTest';
import { dicom } from '../dicom';

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
const opened = async (name: string, bytes = bytesOf(name)) => {
  const file = await arraysForTest(name, bytes);
  if (!file) throw new Error(`${name} was not recognised`);
  return file;
};
const told = async (name: string) => (await opened(name)).told().map(({ message }) => message);

/** Whole entries of a stored or deflated zip are easier to take out with the studio's own reader. */
async function entriesOf(name: string) {
  const found = await recogniseFile(new File([bytesOf(name)], name));
  if (!('bundle' in found) || !found.bundle) throw new Error('no bundle');
  return await Promise.all(
    found.bundle.entries.map(async (entry) => ({ path: entry.path, blob: new Blob([await entry.whole()]) })),
  );
}

test('a study tells what it left out, and that it has more than one series', async () => {
  expect(await told('study.zip')).toEqual([
    'Left out, without an image: “study/report.dcm”.',
    'Left out, no DICOM file: “study/README.txt”.',
    'There are 2 series; “CT 2 axial” is the largest.',
  ]);
});

test('slices that are lost are counted', async () => {
  expect(await told('phases.zip')).toEqual([]);
  expect(await told('lost.zip')).toEqual(['1 of 12 slices are missing: their values are missing too.']);
});

test('a gap, uneven places and copies are told', async () => {
  const slices = (await entriesOf('study.zip')).filter(({ path }) => path.includes('/IM'));
  const from = async (paths: string[]) => {
    const files = paths.map((path, i) => ({
      path: `${i}`,
      blob: slices.find((slice) => slice.path.endsWith(path))?.blob as Blob,
    }));
    const study = await dicom.openBundle?.(folderBundle('slices', files));
    return study?.told().map(({ message }) => message);
  };
  // At 12.5, 5, 10, 2.5 and 7.5 mm.
  expect(await from(['IM0000', 'IM0002', 'IM0003', 'IM0001'])).toEqual([
    '1 slice is missing, the first behind 5 mm: the slices are 2.5 mm apart, there 5 mm.',
  ]);
  expect(await from(['IM0000', 'IM0001', 'IM0001', 'IM0002', 'IM0003', 'IM0004'])).toEqual([
    '1 files are copies of others and were left out.',
  ]);
});

test('only as much is read as is asked for', async () => {
  const study = await opened('enhanced.dcm');
  expect(study.coordinates.find(({ dimension }) => dimension === 'z')).toMatchObject({
    unit: 'mm',
    ends: ['I', 'S'],
  });
  expect(study.coordinates.find(({ dimension }) => dimension === 'x')?.ends).toEqual(['R', 'L']);
});

test('nothing that names a person is handed on', async () => {
  for (const name of ['study.zip', 'phases.zip', 'enhanced.dcm', 'big.dcm']) {
    const { variables, coordinates, details, told: issues } = await opened(name);
    const all = JSON.stringify([variables, coordinates, details, issues()]);
    expect(all).not.toMatch(/Doe|Jane|MRN|1970|2020|Secret|knee|1\.2\.826/);
  }
});

describe('pictures', () => {
  test('projections in folders of labels are images', async () => {
    const found = await recogniseFile(new File([bytesOf('xrays.zip')], 'xrays.zip'));
    expect(found.format.kind).toBe('images');
    const asField = await recogniseFile(new File([bytesOf('study.zip')], 'study.zip'));
    expect(asField.format.type).toBe('dicom');
    const asImages = await recogniseFile(new File([bytesOf('study.zip')], 'study.zip'), { kind: 'images' });
    expect(asImages.format.kind).toBe('images');
  });

  test('a window and MONOCHROME1 are applied, the person stays behind', async () => {
    const [first] = await entriesOf('xrays.zip');
    const bytes = new Uint8Array((await first?.blob.arrayBuffer()) ?? new ArrayBuffer());
    const png = await dicomAsPng(bytes, 'x.dcm');
    expect(new TextDecoder('latin1').decode(png)).not.toMatch(/Doe|MRN/);
    const { width, height, channels, data } = await decodePng(png, 'x.png');
    expect([width, height, channels]).toEqual([12, 16, 1]);
    // 40 × 16 to 60 × 16 of 4096, turned round.
    expect(Math.max(...data)).toBeLessThanOrEqual(255 - 39);
    expect(Math.min(...data)).toBeGreaterThanOrEqual(255 - 60);
  });
});

describe('refused', () => {
  const refusal = async (bytes: Uint8Array<ArrayBuffer>, name = 'x.dcm') => {
    try {
      const file = await opened(name, bytes);
      for (const { name: variable, dimensions } of file.variables) {
        const sizes = dimensions.map(({ size }) => size);
        await file.read(
          variable,
          sizes.map(() => 0),
          sizes,
        );
      }
    } catch (thrown) {
      return thrown;
    }
    throw new Error('it was read');
  };
  const changed = (name: string, find: number[], to: number[]) => {
    const bytes = bytesOf(name);
    const at = bytes.findIndex((_, i) => find.every((byte, j) => bytes[i + j] === byte));
    bytes.set(to, at);
    return bytes;
  };

  test.each<[string, () => Uint8Array<ArrayBuffer>, RegExp]>([
    ['cut in its pixels', () => bytesOf('eight.dcm').slice(0, 880), /pixels are cut short/],
    [
      'cut in its header',
      () => bytesOf('eight.dcm').slice(0, 400),
      /cut short: it ends in the middle of its header/,
    ],
    [
      'rows that it does not have',
      () =>
        changed(
          'eight.dcm',
          [0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0],
          [0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0, 0xff, 0xff],
        ),
      /pixels are cut short/,
    ],
    [
      'a transfer syntax that is not read',
      () => changed('jpeg2000.dcm', [...Buffer.from('1.2.4.90')], [...Buffer.from('1.2.4.93')]),
      /JPEG 2000 of several components, which is not read/,
    ],
    [
      'a JPEG of another size',
      () => changed('lossless.dcm', [0xff, 0xc3], [0xff, 0xc3, 0, 11, 12, 0xff, 0xff, 0xff, 0xff]),
      /JPEG is damaged: it has 65535 × 65535 × 1 values/,
    ],
    ['cut behind its header', () => bytesOf('float.dcm').slice(0, 754), /cut short/],
  ])('%s', async (_, make, message) => {
    expect(await refusal(make())).toMatchObject({
      message: expect.stringMatching(message),
      place: 'x.dcm',
      hint: expect.stringMatching(/./),
    });
  });

  test('a damaged slice is left out of its series by name', async () => {
    const files = (await entriesOf('study.zip')).filter(({ path }) => path.includes('/IM'));
    const study = await dicom.openBundle?.(
      folderBundle('slices', [
        ...files.slice(1),
        { path: 'cut', blob: files[0]?.blob.slice(0, 500) ?? new Blob() },
      ]),
    );
    expect(study?.variables[0]?.dimensions[0]).toEqual({ name: 'z', size: 4 });
    expect(study?.told()[0]?.message).toMatch(/Left out, .*“cut”/);
  });
});

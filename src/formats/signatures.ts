/** Files that are not text, by their first bytes, so that a wrong drop is named instead of parsed. */
import { TetradError } from '#/core/protocol/errors';
import { sniffEncoding } from './encoding';

interface Signature {
  bytes: string;
  at?: number;
  what: string;
  hint: string;
}

const saveAsCsv = 'Open it in the program that made it and save it as CSV.';
const images = 'Images are not tables; drop a CSV, TSV, JSON or JSON Lines file.';

const signatures: Signature[] = [
  { bytes: 'PK\x03\x04', what: 'a ZIP archive', hint: 'Unpack it and drop the table inside.' },
  { bytes: 'PK\x05\x06', what: 'an empty ZIP archive', hint: 'Choose a file with a table in it.' },
  { bytes: '\xd0\xcf\x11\xe0', what: 'an old Office document (.xls, .doc)', hint: saveAsCsv },
  { bytes: '\x89HDF\r\n', what: 'an HDF5 file', hint: 'Export the table in it as CSV.' },
  { bytes: 'CDF', what: 'a NetCDF file', hint: 'Export the table in it as CSV.' },
  { bytes: '\x93NUMPY', what: 'a NumPy array', hint: 'Save it with numpy.savetxt.' },
  { bytes: '%PDF', what: 'a PDF document', hint: 'Copy the table into a spreadsheet and save it as CSV.' },
  { bytes: '\x89PNG', what: 'a PNG image', hint: images },
  { bytes: '\xff\xd8\xff', what: 'a JPEG image', hint: images },
  { bytes: 'GIF8', what: 'a GIF image', hint: images },
  { bytes: 'WEBP', at: 8, what: 'a WebP image', hint: images },
  { bytes: 'ftyp', at: 4, what: 'an MP4 or HEIC file', hint: images },
  { bytes: '7z\xbc\xaf', what: 'a 7z archive', hint: 'Unpack it and drop the table inside.' },
  { bytes: 'BZh', what: 'a bzip2 archive', hint: 'Unpack it and drop the table inside.' },
  { bytes: '\xfd7zXZ', what: 'an xz archive', hint: 'Unpack it and drop the table inside.' },
  { bytes: 'GRIB', what: 'a GRIB file', hint: 'Convert it to NetCDF: cdo -f nc copy in.grib out.nc.' },
  { bytes: '\x0e\x03\x13\x01', what: 'an HDF4 file', hint: 'Convert it to HDF5 with h4toh5, or to NetCDF.' },
  {
    bytes: 'NRRD000',
    what: 'an NRRD image',
    hint: 'Save it as NIfTI or TIFF, for example in 3D Slicer or Fiji.',
  },
  { bytes: 'ustar', at: 257, what: 'a tar archive', hint: 'Unpack it and drop the table inside.' },
  { bytes: '\x7fELF', what: 'a program', hint: 'Choose a table: CSV, TSV, JSON or JSON Lines.' },
  { bytes: 'MZ\x90', what: 'a program', hint: 'Choose a table: CSV, TSV, JSON or JSON Lines.' },
];

/** Texts that are no tables. */
const documents: [RegExp, string, string][] = [
  [
    /^\s*<(?:!doctype html|html|head|body)\b/i,
    'an HTML page',
    'The download probably led to a page (a login, an error) in place of the file. Open it in a browser to see; to use a table in it, save that as CSV.',
  ],
  [/^\s*<\?xml\b/i, 'an XML document', 'Convert the table in it to CSV or JSON.'],
  [
    /^(?:\s|--[^\n]*\n)*(?:-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin)|PRAGMA foreign_keys|BEGIN TRANSACTION;|CREATE TABLE |INSERT INTO |DROP TABLE )|^-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin)/i,
    'a dump of a database (SQL)',
    'Load it into SQLite (sqlite3 out.sqlite < dump.sql) and drop that file, or save its table as CSV.',
  ],
  [/^\s*\{\\rtf/, 'a text of a word processor (RTF)', saveAsCsv],
];

/** Throws when the file is not text. */
export function requireText(head: Uint8Array, name: string): void {
  const start = String.fromCharCode(...head.subarray(0, 512));
  if (isMgh(head))
    throw refusal(
      name,
      'a FreeSurfer volume (MGH, MGZ)',
      'Convert it to NIfTI: mri_convert in.mgz out.nii.gz, or in Python: “import nibabel; image = nibabel.load("in.mgz"); nibabel.save(nibabel.Nifti1Image(image.get_fdata(), image.affine), "out.nii.gz")”.',
    );
  const found = signatures.find(
    ({ bytes, at = 0 }) => start.startsWith(bytes, at) && !looksTyped(head, bytes),
  );
  if (found) {
    const office = found.bytes.startsWith('PK') && officeDocument(head);
    if (found.bytes.startsWith('\xd0')) throw oldOffice(head, name);
    throw refusal(name, office || found.what, office ? saveAsCsv : found.hint);
  }
  const text = start.replace(/^\xef\xbb\xbf/, '');
  if (/\.ya?ml$/i.test(name))
    throw refusal(
      name,
      'a YAML document',
      'Save it as JSON, in Python: json.dump(yaml.safe_load(open("in.yaml")), open("out.json", "w")).',
    );
  const document = documents.find(([pattern]) => pattern.test(text));
  if (document) throw refusal(name, document[1], document[2]);
  if (/^utf-(?:16|32)/.test(sniffEncoding(head).encoding)) return;
  // What was to be written when a machine went down is zeros behind the last line.
  let end = head.length;
  while (end > 0 && head[end - 1] === 0) end--;
  const written = head[end - 1] === 10 || head[end - 1] === 13 ? head.subarray(0, end) : head;
  const binary = written.findIndex((byte, i) => byte === 0 && head[i - 1] !== 0x27);
  if (binary >= 0)
    throw refusal(
      name,
      'a binary file',
      `Byte ${(binary + 1).toLocaleString('en')} is zero, which text never has. Choose a CSV, TSV, JSON or JSON Lines file.`,
    );
}

/** Names of what is in it stand in UTF-16. A workbook with a password is such a document, too. */
function oldOffice(head: Uint8Array, name: string): TetradError {
  const text = new TextDecoder('utf-16le').decode(head.subarray(0, head.length & ~1));
  const isLocked = text.includes('EncryptedPackage') || /\.xls[xmb]$/i.test(name);
  if (isLocked)
    return new TetradError({
      code: 'unsupported',
      message: 'The workbook is protected by a password.',
      place: name,
      hint: 'Open it in Excel, take the password off (File, Info, Protect Workbook), save it and drop it again.',
    });
  if (text.includes('Workbook') || /\.xls$/i.test(name))
    return refusal(
      name,
      'an old Excel workbook (.xls)',
      'Open it in Excel or LibreOffice and save it as .xlsx.',
    );
  return refusal(name, 'an old Office document (.xls, .doc)', saveAsCsv);
}

/** By the names of what is in the archive. */
function officeDocument(head: Uint8Array): string | undefined {
  const text = new TextDecoder('latin1').decode(head);
  if (text.includes('word/')) return 'a Word document';
  return /\[Content_Types\]\.xml|docProps\/|opendocument/.test(text)
    ? 'an Excel or Office document'
    : undefined;
}

/** Version 1, four sizes, a type of voxels that exists; nothing else tells. */
function isMgh(head: Uint8Array): boolean {
  if (head.length < 284) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const sizes = [4, 8, 12, 16].map((at) => view.getInt32(at));
  return (
    view.getInt32(0) === 1 &&
    sizes.every((size) => size >= 1 && size <= 100_000) &&
    [0, 1, 3, 4, 10].includes(view.getInt32(20))
  );
}

/**
 * "CDF" and "BZh" may as well be the first letters of a header: then everything after them is text too.
 */
const looksTyped = (head: Uint8Array, bytes: string): boolean =>
  /^[\x20-\x7e]+$/.test(bytes) &&
  bytes !== '%PDF' &&
  head.subarray(0, 64).every((byte) => byte >= 9 && byte < 0x80);

function refusal(name: string, what: string, hint: string): TetradError {
  return new TetradError({
    code: 'badInput',
    message: `The file is ${what}, not a table of text.`,
    place: name,
    hint,
  });
}

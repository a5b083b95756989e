/** The drop zone: the whole first screen for a person without data, a strip for one with. */
import styles from './HomePage.module.css';
import { ImportButtons } from './ImportButtons';
import { firstWords } from './words';

export function StartZone() {
  return (
    <section className={styles.zone} aria-labelledby="start-title">
      <h1 id="start-title">{firstWords.title}</h1>
      <p>{firstWords.text}</p>
      <ImportButtons size="sm" />
      <p className={styles.formats}>
        Tables: CSV, TSV, JSON, JSON Lines, Parquet, Arrow, Excel, OpenDocument, SQLite. Fields: NetCDF, HDF5,
        NIfTI, DICOM, NumPy, Zarr, MATLAB, FITS, TIFF. Images: files, folders, zip, tar, MNIST. Sound: WAV,
        AIFF, FLAC, MP3, Ogg. Video: MP4, WebM, MOV, GIF. Recordings: EDF, BDF, WFDB. Texts: TXT, Markdown,
        HTML. Drop anywhere on any page.
      </p>
    </section>
  );
}

export function StartStrip() {
  return (
    <section className={styles.strip} aria-labelledby="start-title">
      <h1 id="start-title">Data</h1>
      <p className="quiet">Drop files anywhere, on any page.</p>
      <ImportButtons size="xs" />
    </section>
  );
}

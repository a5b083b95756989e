/** What pictures of sound are made with, in the studio and in an exported file. */

/** What counts as silence: power_to_db's amin and top_db. */
export const leastPower = 1e-10;
export const rangeDb = 80;

/** The first rows of the orthonormal cosine transform (type 2), row-major [coefficients, mels]. */
export function cosineRows(mels: number, coefficients: number): Float64Array {
  const rows = new Float64Array(coefficients * mels);
  for (let k = 0; k < coefficients; k++)
    for (let n = 0; n < mels; n++)
      rows[k * mels + n] =
        Math.sqrt((k === 0 ? 1 : 2) / mels) * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * mels));
  return rows;
}
